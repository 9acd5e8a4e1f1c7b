package dev.longrun.text;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of file names: {@code *} and {@code ?} inside a name, {@code **} across folders (none of them included, so
 * that **&#47;*.md finds a.md too), {@code [a-z]}, {@code {md,txt}}.
 */
final class Glob {

    private Glob() {
    }

    static boolean isGlob(String source) {
        return source.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    /** Matches paths relative to the folder that the glob starts from; throws TextException on a broken one. */
    static Pattern compile(String glob) {
        StringBuilder regex = new StringBuilder();
        boolean choice = false;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            if (glob.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '[' && glob.indexOf(']', i + 1) > 0) {
                int end = glob.indexOf(']', i + 2) > 0 ? glob.indexOf(']', i + 2) : glob.indexOf(']', i + 1);
                String set = glob.substring(i + 1, end).replace("\\", "\\\\").replace("[", "\\[").replace("&", "\\&");
                regex.append("(?!/)[").append(set.startsWith("!") ? "^" + set.substring(1) : set).append(']');
                i = end;
            } else if (c == '{') {
                choice = true;
                regex.append("(?:");
            } else if (c == '}' && choice) {
                choice = false;
                regex.append(')');
            } else {
                regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : c == ',' && choice ? "|"
                    : Pattern.quote(String.valueOf(c)));
            }
        }
        try {
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new TextException("data source \"" + glob + "\": not a valid pattern of file names: "
                + e.getDescription(), e);
        }
    }
}
