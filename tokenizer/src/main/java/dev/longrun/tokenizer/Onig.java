package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.TokenizerException.expect;

import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Regular expressions as Hugging Face's tokenizers read them (Oniguruma, Ruby's syntax over Unicode), made into Java's.
 * What differs: {@code \w} (no joiners, but fractions, here), {@code \h}, an interval with a plus after it,
 * {@code ^} and {@code $} (always of lines), {@code .} and (?m), names of scripts and classes.
 */
final class Onig {

    private static final int FLAGS = Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNIX_LINES;
    private static final int LONGEST = 16_384;
    private static final String WORD = "\\p{IsAlphabetic}\\p{M}\\p{Nd}\\p{Pc}";
    /** Outside brackets, Latin-1's other numbers too. */
    private static final String LONE_WORD = WORD + "\\xB2\\xB3\\xB9\\xBC-\\xBE";

    private final String from;
    private final StringBuilder to = new StringBuilder();
    private int at;
    private int classes;
    /** Where in {@link #to} the last thing that a quantifier can follow begins. */
    private int atom;
    private final java.util.ArrayDeque<Integer> groups = new java.util.ArrayDeque<>();

    private Onig(String from) {
        this.from = from;
    }

    /** Throws TokenizerException for what Java cannot do. */
    static Pattern compile(String regex) {
        expect(regex.length() <= LONGEST, "the pattern %s is longer than %s characters", regex, LONGEST);
        try {
            return Pattern.compile(new Onig(regex).translate(), FLAGS);
        } catch (PatternSyntaxException | StackOverflowError e) {
            throw new TokenizerException("the pattern " + TokenizerException.shown(regex) + " is not supported", e);
        }
    }

    /** Runs work on text that ends it with a clear line should the pattern backtrack without end. */
    static <T> T guarded(Pattern pattern, String text, Function<CharSequence, T> work) {
        try {
            return work.apply(new BoundedText(text));
        } catch (BoundedText.SpentException | StackOverflowError e) {
            throw new TokenizerException("the pattern " + TokenizerException.shown(pattern.pattern())
                + " takes too long on this text", e);
        }
    }

    private String translate() {
        while (at < from.length()) {
            char c = from.charAt(at);
            if (c == '\\') {
                escape();
            } else if (classes > 0) {
                inClass(c);
            } else {
                outside(c);
            }
        }
        return to.toString();
    }

    private void inClass(char c) {
        if (c == '[' && from.startsWith("[:", at)) {
            int end = from.indexOf(":]", at);
            expect(end > 0, "the pattern %s has a class that does not end", from);
            boolean not = from.charAt(at + 2) == '^';
            to.append(property(from.substring(at + (not ? 3 : 2), end), not));
            at = end + 2;
            return;
        }
        classes += c == '[' ? 1 : c == ']' ? -1 : 0;
        to.append(c);
        at++;
        if (c == '[') {
            opening();
        }
    }

    /** After an opening bracket: a bracket or caret that stands first stands for itself. */
    private void opening() {
        if (from.startsWith("^", at)) {
            to.append('^');
            at++;
        }
        if (from.startsWith("]", at)) {
            to.append("\\]");
            at++;
        }
    }

    private void outside(char c) {
        switch (c) {
            case '[' -> {
                atom = to.length();
                classes++;
                to.append(c);
                at++;
                opening();
            }
            case '(' -> group();
            case ')' -> {
                to.append(c);
                at++;
                atom = groups.isEmpty() ? 0 : groups.pop();
            }
            case '{' -> interval();
            case '^' -> put("(?<=\\A|\\n)");
            case '$' -> put("(?=\\n|\\z)");
            case '*', '+', '?', '|' -> {
                to.append(c);
                at++;
            }
            default -> {
                atom = to.length();
                int length = Character.charCount(from.codePointAt(at));
                to.append(from, at, at + length);
                at += length;
            }
        }
    }

    private void put(String java) {
        atom = to.length();
        to.append(java);
        at++;
    }

    private void group() {
        groups.push(to.length());
        to.append('(');
        at++;
        if (!from.startsWith("?", at)) {
            return;
        }
        expect(!from.startsWith("?~", at) && !from.startsWith("?(", at), "the pattern %s is not supported", from);
        int i = at + 1;
        while (i < from.length() && "imx-".indexOf(from.charAt(i)) >= 0) {
            i++;
        }
        if (i > at + 1 && i < from.length() && (from.charAt(i) == ':' || from.charAt(i) == ')')) {
            // What Ruby calls multi-line lets the dot match line ends.
            to.append(from.substring(at, i).replace('m', 's'));
            at = i;
        }
    }

    private void interval() {
        int end = from.indexOf('}', at);
        String inside = end < 0 ? "" : from.substring(at + 1, end);
        if (!inside.matches("\\d+|\\d+,|,\\d+|\\d+,\\d+")) {
            put("\\{");
            return;
        }
        at = end + 1;
        to.append('{').append(inside.startsWith(",") ? "0" : "").append(inside).append('}');
        boolean once = !inside.contains(",");
        if (from.startsWith("+", at) || once && from.startsWith("?", at)) {
            // Here this is one quantifier after another, in Java a possessive or a reluctant one.
            to.insert(atom, "(?:").append(')');
        }
    }

    private void escape() {
        expect(at + 1 < from.length(), "the pattern %s ends in a backslash", from);
        char c = from.charAt(at + 1);
        if (classes == 0) {
            atom = to.length();
        }
        if (c == 'p' || c == 'P') {
            int end = from.indexOf('}', at);
            expect(from.startsWith("{", at + 2) && end > 0, "the pattern %s has a class that does not end", from);
            boolean caret = from.startsWith("^", at + 3);
            to.append(property(from.substring(at + (caret ? 4 : 3), end), c == 'P' ^ caret));
            at = end + 1;
            return;
        }
        at += 2;
        switch (c) {
            case 'h' -> to.append("[0-9a-fA-F]");
            case 'H' -> to.append("[^0-9a-fA-F]");
            case 'w' -> to.append(classes > 0 ? WORD : "[" + LONE_WORD + "]");
            case 'W' -> to.append("[^" + (classes > 0 ? WORD : LONE_WORD) + "]");
            case 'v' -> to.append("\\x0B");
            case 'x' -> {
                boolean braced = from.startsWith("{", at);
                int end = braced ? from.indexOf('}', at) + 1 : Math.min(at + 2, from.length());
                expect(end > at, "the pattern %s has a number that does not end", from);
                to.append("\\x").append(from, at, end);
                at = end;
            }
            default -> {
                expect(c >= 128 || !Character.isLetterOrDigit(c) || "dDsSnrtfaeAzu".indexOf(c) >= 0,
                    "the pattern %s uses \\%s, which is not supported", from, c);
                to.append(c < 128 ? "\\" : "").append(c);
            }
        }
    }

    private String property(String name, boolean not) {
        String plain = name.replaceAll("[ _-]", "").toLowerCase(java.util.Locale.ROOT);
        String java = switch (plain) {
            case "letter" -> "L";
            case "mark", "combiningmark" -> "M";
            case "number" -> "N";
            case "punctuation" -> "P";
            case "symbol" -> "S";
            case "separator" -> "Z";
            case "other" -> "C";
            case "alpha", "alphabetic" -> "IsAlphabetic";
            case "digit" -> "Nd";
            case "upper", "uppercase" -> "IsUppercase";
            case "lower", "lowercase" -> "IsLowercase";
            case "space", "whitespace" -> "IsWhite_Space";
            case "cntrl" -> "Cc";
            case "ascii" -> "ASCII";
            case "han" -> "IsHan";
            case "any" -> "";
            default -> name.matches("[LMNPSZC][a-z&]?") ? name : script(name);
        };
        expect(!java.isEmpty(), "the pattern %s uses the class %s, which is not supported", from, name);
        return (not ? "\\P{" : "\\p{") + java + "}";
    }

    private static String script(String name) {
        try {
            return "Is" + Character.UnicodeScript.forName(name).name();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
