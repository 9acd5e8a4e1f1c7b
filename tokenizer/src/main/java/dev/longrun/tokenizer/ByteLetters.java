package dev.longrun.tokenizer;

import java.util.Arrays;

/**
 * How tokenizer.json writes bytes as visible characters (GPT-2): 33-126, 161-172 and 174-255 stand for themselves, the
 * other 68 bytes in order for U+0100 and on.
 */
final class ByteLetters {

    private static final char[] LETTERS = letters();
    private static final short[] BYTES = bytes();

    private ByteLetters() {
    }

    static String write(byte[] token) {
        StringBuilder text = new StringBuilder(token.length);
        for (byte b : token) {
            text.append(LETTERS[b & 0xFF]);
        }
        return text.toString();
    }

    /** The bytes of a token, or null when a character of it stands for no byte. */
    static byte[] readOrNull(String token) {
        byte[] bytes = new byte[token.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = token.charAt(i);
            if (c >= BYTES.length || BYTES[c] < 0) {
                return null;
            }
            bytes[i] = (byte) BYTES[c];
        }
        return bytes;
    }

    private static char[] letters() {
        char[] letters = new char[256];
        char spare = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean visible = b >= 33 && b <= 126 || b >= 161 && b <= 172 || b >= 174;
            letters[b] = visible ? (char) b : spare++;
        }
        return letters;
    }

    private static short[] bytes() {
        short[] bytes = new short[0x100 + 68];
        Arrays.fill(bytes, (short) -1);
        for (int b = 0; b < 256; b++) {
            bytes[LETTERS[b]] = (short) b;
        }
        return bytes;
    }
}
