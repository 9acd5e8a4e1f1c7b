package dev.longrun.cli;

/** Text of unknown origin made fit for a terminal, which would obey its control characters. */
final class Plain {

    private Plain() {
    }

    /** On one line: line breaks and tabs as {@code \n} and {@code \t}, other controls as pictures. */
    static String line(String text) {
        return text(text).replace("\n", "\\n").replace("\t", "\\t");
    }

    /** Line breaks and tabs stay. */
    static String text(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            safe.append(character(text.charAt(i)));
        }
        return safe.toString();
    }

    private static char character(char c) {
        if (c < ' ' && c != '\n' && c != '\t') {
            return (char) (0x2400 + c);
        }
        boolean control = c >= 0x7f && c < 0xa0;
        boolean turns = c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
        return control || turns ? '\ufffd' : c;
    }

    /** At most so many characters, an ellipsis at the end of what was longer. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Math.max(0, most - 1);
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "\u2026";
    }
}
