package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.CharClass.NEWLINE;
import static dev.longrun.tokenizer.CharClass.SPACE;

/** {@link #PATTERN}, GPT-2's, as a scanner over UTF-8 bytes; broken bytes count as in {@link Pieces}. */
final class Gpt2Cuts implements Cuts {

    static final String PATTERN = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    @Override
    public int end(byte[] text, int at, int end) {
        if (text[at] == '\'') {
            int length = contraction(text, at + 1, end);
            if (length > 0) {
                return at + 1 + length;
            }
        }
        int from = text[at] == ' ' && at + 1 < end ? at + 1 : at;
        int first = Pieces.character(text, from, end);
        int kind = first & 7;
        boolean blank = kind == SPACE || kind == NEWLINE;
        return blank ? blank(text, at, end) : Pieces.run(kind, text, from + (first >> 3), end);
    }

    /** White space: all of it at the end of the text, else leaving its last character to what follows. */
    private static int blank(byte[] text, int from, int end) {
        int at = from;
        int last = from;
        while (at < end) {
            int c = Pieces.character(text, at, end);
            if ((c & 7) != SPACE && (c & 7) != NEWLINE) {
                return last == from ? at : last;
            }
            last = at;
            at += c >> 3;
        }
        return at;
    }

    private static int contraction(byte[] text, int at, int end) {
        if (at >= end) {
            return 0;
        }
        int second = at + 1 < end ? text[at + 1] : 0;
        return switch (text[at]) {
            case 's', 't', 'm', 'd' -> 1;
            case 'r', 'v' -> second == 'e' ? 2 : 0;
            case 'l' -> second == 'l' ? 2 : 0;
            default -> 0;
        };
    }
}
