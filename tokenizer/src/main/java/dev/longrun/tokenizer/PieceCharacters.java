package dev.longrun.tokenizer;

import java.nio.charset.StandardCharsets;

/**
 * What SentencePiece's BPE begins with: user-defined pieces, which merge with nothing (held as the complement of their
 * id), and single characters; in the end those that are no piece become bytes or the unknown piece, one for a row.
 *
 * @param tokens by code point; from {@code size} on those that are no piece, -1 for those in no piece
 * @param size how many pieces there are
 * @param userDefined the user-defined pieces
 * @param bytes the pieces of the 256 bytes, none without fallback to bytes
 * @param unknown the unknown piece
 * @param strangers the characters of the ids from {@code size} on
 */
record PieceCharacters(int[] tokens, int size, Trie userDefined, int[] bytes, int unknown, int[] strangers)
    implements Alphabet {

    static PieceCharacters of(int[] tokens, int size, Trie userDefined, int[] bytes, int unknown) {
        int last = size - 1;
        for (int token : tokens) {
            last = Math.max(last, token);
        }
        int[] strangers = new int[last + 1 - size];
        for (int c = 0; c < tokens.length; c++) {
            if (tokens[c] >= size) {
                strangers[tokens[c] - size] = c;
            }
        }
        return new PieceCharacters(tokens, size, userDefined, bytes, unknown, strangers);
    }

    /** True when the character is a piece. */
    boolean known(int codePoint) {
        return codePoint < tokens.length && tokens[codePoint] >= 0 && tokens[codePoint] < size;
    }

    @Override
    public int atoms(byte[] text, int from, int end, int[] into) {
        int count = 0;
        for (int at = from; at < end;) {
            int piece = -1;
            int length = 0;
            int node = userDefined.step(0, text[at] & 0xFF);
            for (int i = at + 1; node != Trie.NONE; i++) {
                if (userDefined.value(node) != Trie.NONE) {
                    piece = userDefined.value(node);
                    length = i - at;
                }
                node = i < end ? userDefined.step(node, text[i] & 0xFF) : Trie.NONE;
            }
            if (piece >= 0) {
                into[count++] = ~piece;
                at += length;
                continue;
            }
            int c = Utf8.decode(text, at, end);
            int token = c >> 3 < tokens.length ? tokens[c >> 3] : -1;
            if (token >= 0) {
                into[count++] = token;
            } else if (bytes.length == 0) {
                into[count++] = ~unknown;
            } else {
                for (int i = at; i < at + (c & 7); i++) {
                    into[count++] = ~bytes[text[i] & 0xFF];
                }
            }
            at += c & 7;
        }
        return count;
    }

    @Override
    public void emit(int[] merged, int count, IntList into) {
        boolean afterUnknown = false;
        for (int i = 0; i < count; i++) {
            int token = merged[i] < 0 ? ~merged[i] : merged[i];
            if (token >= size && bytes.length > 0) {
                String character = Character.toString(strangers[token - size]);
                for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
                    into.add(bytes[b & 0xFF]);
                }
                continue;
            }
            boolean isUnknown = token >= size || token == unknown;
            if (!isUnknown || !afterUnknown) {
                into.add(isUnknown ? unknown : token);
            }
            afterUnknown = isUnknown;
        }
    }
}
