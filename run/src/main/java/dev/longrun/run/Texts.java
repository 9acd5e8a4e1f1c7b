package dev.longrun.run;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Words of error lines: what the user wrote, made safe for one line, and the nearest thing that is known. */
final class Texts {

    private static final int SHOWN = 60;

    private Texts() {
    }

    /** In quotes, on one line, without control characters, cut where it is long. */
    static String shown(String text) {
        return "\"" + cut(text) + "\"";
    }

    static String cut(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(SHOWN + 1L).forEach(point -> {
            if (point == '\n') {
                line.append("\\n");
            } else if (Character.isISOControl(point) || !Character.isDefined(point)
                || Character.getType(point) == Character.SURROGATE || Character.getType(point) == Character.FORMAT
                || Character.getType(point) == Character.LINE_SEPARATOR
                || Character.getType(point) == Character.PARAGRAPH_SEPARATOR) {
                line.append(String.format(Locale.ROOT, "\\u%04x", point));
            } else {
                line.appendCodePoint(point);
            }
        });
        boolean longer = text.codePointCount(0, text.length()) > SHOWN;
        return longer ? line.substring(0, line.offsetByCodePoints(0, SHOWN)) + "..." : line.toString();
    }

    /** The name that a misspelt one most likely means. */
    static Optional<String> nearest(String wrong, Collection<String> names) {
        if (wrong.length() > SHOWN) {
            return Optional.empty();
        }
        String plain = Entry.snake(wrong.strip()).replace('-', '_');
        return names.stream().min(Comparator.comparingInt(name -> distance(plain, name.replace('-', '_'))))
            .filter(name -> distance(plain, name.replace('-', '_')) <= 1 + Math.min(plain.length(), name.length()) / 4);
    }

    /** Edits (insert, delete, change, swap of neighbours) between two words. */
    static int distance(String one, String other) {
        int[][] edits = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                edits[i][j] = Math.min(edits[i - 1][j - 1] + change, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                if (i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
                    && one.charAt(i - 2) == other.charAt(j - 1)) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[one.length()][other.length()];
    }
}
