package dev.longrun.tokenizer;

import java.util.BitSet;
import java.util.OptionalInt;

/** The tokens by their ids. Immutable. */
final class Vocabulary {

    private final String[] texts;
    private final byte[][] bytes;
    private final BitSet special;
    private final Decoding decoding;

    /** texts[id] is how a token is written, null where there is none. */
    Vocabulary(String[] texts, BitSet special, Decoding decoding) {
        this.texts = texts;
        this.special = special;
        this.decoding = decoding;
        bytes = new byte[texts.length][];
        for (int id = 0; id < texts.length; id++) {
            bytes[id] = texts[id] == null ? new byte[0] : decoding.bytesOf(texts[id]);
        }
    }

    int size() {
        return texts.length;
    }

    Decoding decoding() {
        return decoding;
    }

    /** How the token is written, nothing where there is none. */
    String text(int id) {
        return texts[id] == null ? "" : texts[id];
    }

    /** What it stands for in the middle of a text. */
    byte[] bytes(int id) {
        return bytes[id];
    }

    /** True for special tokens, and for ids without a token: they are no part of what is said. */
    boolean special(int id) {
        return special.get(id) || texts[id] == null;
    }

    OptionalInt id(String text) {
        for (int id = 0; id < texts.length; id++) {
            if (text.equals(texts[id])) {
                return OptionalInt.of(id);
            }
        }
        return OptionalInt.empty();
    }
}
