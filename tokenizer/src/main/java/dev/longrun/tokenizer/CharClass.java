package dev.longrun.tokenizer;

/** What the pre-tokenizer tells apart: \p{L}, \p{N}, \s without and with line ends, and all else. */
final class CharClass {

    static final byte LETTER = 0;
    static final byte NUMBER = 1;
    /** White space but not CR and LF. */
    static final byte SPACE = 2;
    /** CR and LF. */
    static final byte NEWLINE = 3;
    static final byte OTHER = 4;

    private static final byte[] OF = table();

    private CharClass() {
    }

    static byte of(int codePoint) {
        return OF[codePoint];
    }

    /** Unicode's White_Space. */
    static boolean isSpace(int codePoint) {
        return OF[codePoint] == SPACE || OF[codePoint] == NEWLINE;
    }

    /** ASCII's punctuation and symbols, and Unicode's P. */
    static boolean isPunctuation(int codePoint) {
        if (codePoint < 128) {
            return codePoint > ' ' && codePoint < 127 && !Character.isLetterOrDigit(codePoint);
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONNECTOR_PUNCTUATION, Character.DASH_PUNCTUATION, Character.START_PUNCTUATION,
                Character.END_PUNCTUATION, Character.INITIAL_QUOTE_PUNCTUATION, Character.FINAL_QUOTE_PUNCTUATION,
                Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static byte[] table() {
        byte[] table = new byte[Character.MAX_CODE_POINT + 1];
        for (int c = 0; c < table.length; c++) {
            table[c] = switch (Character.getType(c)) {
                case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER, Character.OTHER_LETTER -> LETTER;
                case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> NUMBER;
                case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> SPACE;
                default -> OTHER;
            };
        }
        // Unicode's White_Space holds, beside the separators, these controls.
        for (int c : new int[] {'\t', 0x0B, '\f', 0x85}) {
            table[c] = SPACE;
        }
        table['\r'] = NEWLINE;
        table['\n'] = NEWLINE;
        return table;
    }
}
