package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.CharClass.LETTER;
import static dev.longrun.tokenizer.CharClass.NEWLINE;
import static dev.longrun.tokenizer.CharClass.NUMBER;
import static dev.longrun.tokenizer.CharClass.OTHER;
import static dev.longrun.tokenizer.CharClass.SPACE;

/**
 * Cuts text into the pieces inside which byte pairs may merge: {@link #PATTERN}, which is Llama 3's but for the number
 * of digits a piece, as a scanner over UTF-8 bytes. A byte that belongs to no character counts as one character that is
 * neither letter, number nor space. Llama 3 takes three digits, Qwen and Grok-2 one, we two: that gave the lowest bits
 * per byte at a vocabulary of 32K (nanochat, dev/LOG.md, 2026-01-13).
 */
public final class Pieces implements Cuts {

    /** What the tokenizers that we train cut by. */
    public static final String PATTERN = pattern(2);
    /** The scanner of {@link #PATTERN}. */
    public static final Pieces OURS = new Pieces(2);

    static final int MOST_DIGITS = 3;
    private static final int INVALID = OTHER | 1 << 3;

    private final int digits;

    Pieces(int digits) {
        this.digits = digits;
    }

    /** The expression with 1, 2 or 3 digits a piece, as the families write it. */
    static String pattern(int digits) {
        return "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
            + (digits == 1 ? "" : "{1," + digits + "}")
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    }

    @Override
    public int end(byte[] text, int at, int end) {
        if (text[at] == '\'') {
            int length = contraction(text, at + 1, end);
            if (length > 0) {
                return at + 1 + length;
            }
        }
        int first = character(text, at, end);
        int after = at + (first >> 3);
        int kind = first & 7;
        if (kind == LETTER) {
            return run(LETTER, text, after, end);
        }
        if (kind == NEWLINE) {
            return blank(text, at, end);
        }
        int next = after < end ? character(text, after, end) : NEWLINE;
        if (kind == NUMBER) {
            return number(next, text, after, end);
        }
        int nextKind = next & 7;
        if (nextKind == LETTER) {
            return run(LETTER, text, after, end);
        }
        if (kind == OTHER || text[at] == ' ' && nextKind == OTHER) {
            return run(NEWLINE, text, run(OTHER, text, after, end), end);
        }
        return blank(text, at, end);
    }

    /** After one digit: those that belong to it, the first of which is {@code next}. */
    private int number(int next, byte[] text, int from, int end) {
        int at = from;
        for (int more = digits - 1, c = next; more > 0 && (c & 7) == NUMBER; more--) {
            at += c >> 3;
            c = at < end ? character(text, at, end) : NEWLINE;
        }
        return at;
    }

    /** Class and, above its three bits, length in bytes. */
    static int character(byte[] text, int at, int end) {
        int b = text[at];
        if (b >= 0) {
            return CharClass.of(b) | 1 << 3;
        }
        int c = Utf8.decode(text, at, end);
        return c < 0 ? INVALID : CharClass.of(c >> 3) | (c & 7) << 3;
    }

    static int run(int kind, byte[] text, int from, int end) {
        int at = from;
        while (at < end) {
            int c = character(text, at, end);
            if ((c & 7) != kind) {
                break;
            }
            at += c >> 3;
        }
        return at;
    }

    /** White space: up to its last line end if it has one, else leaving its last character to what follows. */
    private static int blank(byte[] text, int from, int end) {
        int at = from;
        int last = from;
        int afterNewline = -1;
        while (at < end) {
            int c = character(text, at, end);
            int kind = c & 7;
            if (kind != SPACE && kind != NEWLINE) {
                break;
            }
            last = at;
            at += c >> 3;
            if (kind == NEWLINE) {
                afterNewline = at;
            }
        }
        if (afterNewline >= 0) {
            return afterNewline;
        }
        return at == end || last == from ? at : last;
    }

    /** Bytes of {@code s t re ve m ll d} at {@code at}, in either case, or 0. */
    private static int contraction(byte[] text, int at, int end) {
        if (at >= end) {
            return 0;
        }
        int second = at + 1 < end ? text[at + 1] | 0x20 : 0;
        return switch (text[at] | 0x20) {
            case 's', 't', 'm', 'd' -> 1;
            case 'r', 'v' -> second == 'e' ? 2 : 0;
            case 'l' -> second == 'l' ? 2 : 0;
            // The long s (U+017F) is an s to a pattern that ignores case.
            default -> text[at] == (byte) 0xC5 && at + 1 < end && text[at + 1] == (byte) 0xBF ? 2 : 0;
        };
    }
}
