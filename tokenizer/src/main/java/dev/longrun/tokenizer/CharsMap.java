package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.TokenizerException.expect;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * SentencePiece's table of replacements: a double-array trie (Aoe 1989, in the units of Darts-clone) over UTF-8, whose
 * values are places in a row of texts, each ended by a zero byte. Immutable.
 */
final class CharsMap {

    private final int[] units;
    private final byte[] texts;

    private CharsMap(int[] units, byte[] texts) {
        this.units = units;
        this.texts = texts;
    }

    /** From the bytes in tokenizer.model or tokenizer.json: u32 bytes of the trie, the trie, the texts. */
    static CharsMap read(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int size = bytes.length < 4 ? -1 : from.getInt();
        expect(size > 0 && size % 4 == 0 && size < bytes.length - 4, "precompiled_charsmap says %s bytes of %s", size,
            bytes.length - 4);
        int[] units = new int[size / 4];
        from.asIntBuffer().get(units);
        return new CharsMap(units, Arrays.copyOfRange(bytes, 4 + size, bytes.length));
    }

    /** The longest (else the shortest) key that text[at, end) begins with: its place above 32 bits of length, or -1. */
    long find(byte[] text, int at, int end, boolean longest) {
        long found = -1;
        int node = offset(units[0]);
        for (int i = at; i < end; i++) {
            int b = text[i] & 0xFF;
            node ^= b;
            if (node < 0 || node >= units.length || (units[node] & 0x800000FF) != b) {
                break;
            }
            boolean leaf = (units[node] >>> 8 & 1) == 1;
            node ^= offset(units[node]);
            if (leaf && node >= 0 && node < units.length) {
                found = (long) (units[node] & 0x7FFFFFFF) << 32 | i + 1 - at;
                if (!longest) {
                    break;
                }
            }
        }
        return found;
    }

    /** The text at a place that was found. */
    String text(long found) {
        int from = (int) (found >>> 32);
        int end = from;
        while (end < texts.length && texts[end] != 0) {
            end++;
        }
        return from < end ? new String(texts, from, end - from, StandardCharsets.UTF_8) : "";
    }

    private static int offset(int unit) {
        return unit >>> 10 << ((unit & 1 << 9) >>> 6);
    }
}
