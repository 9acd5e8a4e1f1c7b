package dev.longrun.tokenizer;

/** Cuts text into pieces, of which each becomes tokens by itself. */
interface Cuts {

    /** The whole is one piece. */
    Cuts NONE = (text, at, end) -> end;

    /** Where the piece of UTF-8 text that begins at {@code at} ends; {@code at < end}. */
    int end(byte[] text, int at, int end);

    /** The scanner that cuts as this regular expression does, or null when there is only the expression. */
    static Cuts byPattern(String regex) {
        if (regex.equals(Gpt2Cuts.PATTERN)) {
            return new Gpt2Cuts();
        }
        for (int digits = 1; digits <= Pieces.MOST_DIGITS; digits++) {
            if (regex.equals(Pieces.pattern(digits))) {
                return new Pieces(digits);
            }
        }
        return null;
    }
}
