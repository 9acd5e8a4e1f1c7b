package dev.longrun.text;

import static dev.longrun.text.CharClass.LETTER;
import static dev.longrun.text.CharClass.NEWLINE;
import static dev.longrun.text.CharClass.NUMBER;
import static dev.longrun.text.CharClass.OTHER;
import static dev.longrun.text.CharClass.SPACE;

/**
 * Cuts text into the pieces inside which byte pairs may merge: {@link #PATTERN} as a scanner over UTF-8 bytes. A byte
 * that belongs to no character counts as one character that is neither letter, number nor space.
 *
 * <p>The pattern is Llama 3's but for two digits a piece instead of three, which gave the lowest bits per byte at a
 * vocabulary of 32K (nanochat, dev/LOG.md, 2026-01-13).
 */
final class Pieces {

    static final String PATTERN = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,2}"
        + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final int INVALID = OTHER | 1 << 3;

    private Pieces() {
    }

    /** Where the piece that begins at {@code at} ends; {@code at < end}. */
    static int end(byte[] text, int at, int end) {
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
        int nextKind = next & 7;
        if (kind == NUMBER) {
            return nextKind == NUMBER ? after + (next >> 3) : after;
        }
        if (nextKind == LETTER) {
            return run(LETTER, text, after, end);
        }
        if (kind == OTHER || text[at] == ' ' && nextKind == OTHER) {
            return run(NEWLINE, text, run(OTHER, text, after, end), end);
        }
        return blank(text, at, end);
    }

    /** Class and, above its three bits, length in bytes. */
    private static int character(byte[] text, int at, int end) {
        int b = text[at];
        if (b >= 0) {
            return CharClass.of(b) | 1 << 3;
        }
        int c = Utf8.decode(text, at, end);
        return c < 0 ? INVALID : CharClass.of(c >> 3) | (c & 7) << 3;
    }

    private static int run(int kind, byte[] text, int from, int end) {
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
