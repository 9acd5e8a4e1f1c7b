package dev.longrun.tokenizer;

import java.util.Arrays;
import java.util.Map;

/**
 * Single characters, those without a token as their bytes or as the unknown token: Hugging Face's BPE over text.
 *
 * @param tokens by code point, -1 where there is none; code points past its end have none
 * @param bytes the tokens of the 256 bytes, -1 where there is none; empty without fallback to bytes
 * @param unknown the unknown token, -1 without one: then such characters become nothing
 * @param fuse that unknown characters in a row are one token
 */
record Characters(int[] tokens, int[] bytes, int unknown, boolean fuse) implements Alphabet {

    /** Of a vocabulary of texts. */
    static Characters of(Map<String, Integer> ids, boolean fallback, int unknown, boolean fuse) {
        int[] tokens = new int[0];
        for (Map.Entry<String, Integer> entry : ids.entrySet()) {
            String text = entry.getKey();
            if (!text.isEmpty() && text.codePointCount(0, text.length()) == 1) {
                int c = text.codePointAt(0);
                if (c >= tokens.length) {
                    int old = tokens.length;
                    tokens = Arrays.copyOf(tokens, Math.max(c + 1, Math.min(old * 2, Character.MAX_CODE_POINT + 1)));
                    Arrays.fill(tokens, old, tokens.length, -1);
                }
                tokens[c] = entry.getValue();
            }
        }
        int[] bytes = new int[fallback ? 256 : 0];
        for (int b = 0; b < bytes.length; b++) {
            bytes[b] = ids.getOrDefault(Decoding.byteName(b), -1);
        }
        return new Characters(tokens, bytes, unknown, fuse);
    }

    /** The token of a character, or -1. */
    int token(int codePoint) {
        return codePoint < tokens.length ? tokens[codePoint] : -1;
    }

    @Override
    public int atoms(byte[] text, int from, int end, int[] into) {
        int count = 0;
        boolean open = false;
        for (int at = from; at < end;) {
            int c = Utf8.decode(text, at, end);
            int length = c & 7;
            int token = token(c >> 3);
            if (token < 0 && haveBytes(text, at, at + length)) {
                for (int i = at; i < at + length; i++) {
                    into[count++] = bytes[text[i] & 0xFF];
                }
            } else if (token >= 0) {
                if (open) {
                    into[count++] = unknown;
                    open = false;
                }
                into[count++] = token;
            } else if (unknown >= 0) {
                if (open && !fuse) {
                    into[count++] = unknown;
                }
                open = true;
            }
            at += length;
        }
        if (open) {
            into[count++] = unknown;
        }
        return count;
    }

    private boolean haveBytes(byte[] text, int from, int end) {
        for (int i = from; i < end && bytes.length > 0; i++) {
            if (bytes[text[i] & 0xFF] < 0) {
                return false;
            }
        }
        return bytes.length > 0;
    }
}
