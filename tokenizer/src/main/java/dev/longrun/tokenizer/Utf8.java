package dev.longrun.tokenizer;

import java.nio.charset.StandardCharsets;

/** UTF-8 as the standard has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {

    private Utf8() {
    }

    /**
     * The character at {@code at} as {@code codePoint << 3 | lengthInBytes}, or -1 where the bytes before {@code end}
     * are no character.
     */
    public static int decode(byte[] text, int at, int end) {
        int b = text[at];
        if (b >= 0) {
            return b << 3 | 1;
        }
        int length = b < (byte) 0xC2 ? 0 : b < (byte) 0xE0 ? 2 : b < (byte) 0xF0 ? 3 : b < (byte) 0xF5 ? 4 : 0;
        if (length == 0 || at + length > end) {
            return -1;
        }
        int point = b & 0x7F >> length;
        for (int i = 1; i < length; i++) {
            int next = text[at + i];
            if ((next & 0xC0) != 0x80) {
                return -1;
            }
            point = point << 6 | next & 0x3F;
        }
        boolean wrong = length == 3 && (point < 0x800 || point >= 0xD800 && point < 0xE000)
            || length == 4 && (point < 0x10000 || point > 0x10FFFF);
        return wrong ? -1 : point << 3 | length;
    }

    /**
     * The text of bytes of which each that belongs to no character becomes U+FFFD (SentencePiece; the JDK joins some).
     */
    static String textOfEach(byte[] text, int from, int end) {
        if (valid(text, from, end)) {
            return new String(text, from, end - from, StandardCharsets.UTF_8);
        }
        StringBuilder to = new StringBuilder(end - from);
        for (int at = from; at < end;) {
            int c = decode(text, at, end);
            to.appendCodePoint(c < 0 ? 0xFFFD : c >> 3);
            at += c < 0 ? 1 : c & 7;
        }
        return to.toString();
    }

    /**
     * The text of bytes: U+FFFD for what could still have become a character, and for every other byte of none (Unicode
     * 16, 3.9, "maximal subparts"; the JDK takes the bytes of a surrogate for one).
     */
    static String text(byte[] text, int from, int end) {
        if (valid(text, from, end)) {
            return new String(text, from, end - from, StandardCharsets.UTF_8);
        }
        StringBuilder to = new StringBuilder(end - from);
        for (int at = from; at < end;) {
            int c = decode(text, at, end);
            to.appendCodePoint(c < 0 ? 0xFFFD : c >> 3);
            at += c < 0 ? begun(text, at, end) : c & 7;
        }
        return to.toString();
    }

    /** How many bytes at {@code at}, where no character is, are the beginning of one; 1 if none. */
    private static int begun(byte[] text, int at, int end) {
        int lead = text[at] & 0xFF;
        if (lead < 0xE0 || lead > 0xF4 || at + 1 == end) {
            return 1;
        }
        int second = text[at + 1] & 0xFF;
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return 1;
        }
        return lead >= 0xF0 && at + 2 < end && (text[at + 2] & 0xC0) == 0x80 ? 3 : 2;
    }

    /** True when the bytes are whole, valid characters. */
    public static boolean valid(byte[] text, int from, int end) {
        int at = from;
        while (at < end) {
            if (text[at] >= 0) {
                at++;
                continue;
            }
            int c = decode(text, at, end);
            if (c < 0) {
                return false;
            }
            at += c & 7;
        }
        return true;
    }

    /** The largest boundary between characters of a valid text that is at most {@code at}. */
    public static int boundary(byte[] text, int at, int end) {
        int cut = Math.min(at, end);
        while (cut > 0 && cut < end && (text[cut] & 0xC0) == 0x80) {
            cut--;
        }
        return cut;
    }
}
