package dev.longrun.tokenizer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Counts byte strings: an open-addressing table over one shared array of bytes. Pieces are numbered as they come. */
public final class PieceTable {

    private static final VarHandle LONGS =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private int[] slots = new int[1 << 12];
    private int[] hashes = new int[1 << 11];
    private int[] starts = new int[(1 << 11) + 1];
    private long[] counts = new long[1 << 11];
    private byte[] bytes = new byte[1 << 15];
    private int size;

    /** How many distinct pieces there are. */
    public int size() {
        return size;
    }

    /** Bytes of all distinct pieces together. */
    public int bytesHeld() {
        return starts[size];
    }

    /** The bytes of all pieces, one after another. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where in {@link #bytes()} a piece begins. */
    public int start(int piece) {
        return starts[piece];
    }

    /** Where in {@link #bytes()} a piece ends. */
    public int end(int piece) {
        return starts[piece + 1];
    }

    /** How often a piece was added. */
    public long count(int piece) {
        return counts[piece];
    }

    /** Adds {@code count} to the piece text[from, end) and returns its number; a new one has the number size(). */
    public int add(byte[] text, int from, int end, long count) {
        int hash = hash(text, from, end);
        int slot = slot(text, from, end, hash);
        if (slots[slot] != 0) {
            counts[slots[slot] - 1] += count;
            return slots[slot] - 1;
        }
        slots[slot] = size + 1;
        return append(text, from, end, hash, count);
    }

    /** The number of the piece text[from, end), or -1. */
    int find(byte[] text, int from, int end) {
        return slots[slot(text, from, end, hash(text, from, end))] - 1;
    }

    private int slot(byte[] text, int from, int end, int hash) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int piece = slots[slot] - 1;
            if (hashes[piece] == hash
                && Arrays.equals(bytes, starts[piece], starts[piece + 1], text, from, end)) {
                break;
            }
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** Adds all pieces of another table, each as often as it was added there. */
    public void addAll(PieceTable other) {
        for (int piece = 0; piece < other.size; piece++) {
            add(other.bytes, other.start(piece), other.end(piece), other.counts[piece]);
        }
    }

    void clear() {
        Arrays.fill(slots, 0);
        size = 0;
    }

    private int append(byte[] text, int from, int end, int hash, long count) {
        int start = starts[size];
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
            starts = Arrays.copyOf(starts, size * 2 + 1);
        }
        if (start + end - from > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, start + end - from));
        }
        System.arraycopy(text, from, bytes, start, end - from);
        hashes[size] = hash;
        counts[size] = count;
        starts[size + 1] = start + end - from;
        size++;
        if (size * 2 > slots.length) {
            rehash();
        }
        return size - 1;
    }

    private void rehash() {
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int piece = 0; piece < size; piece++) {
            int slot = hashes[piece] & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = piece + 1;
        }
    }

    private static int hash(byte[] text, int from, int end) {
        long h = end - from;
        int at = from;
        for (; at + 8 <= end; at += 8) {
            h = (h ^ (long) LONGS.get(text, at)) * 0x9E3779B97F4A7C15L;
            h ^= h >>> 32;
        }
        long tail = 0;
        for (; at < end; at++) {
            tail = tail << 8 | text[at] & 0xFF;
        }
        h = (h ^ tail) * 0x9E3779B97F4A7C15L;
        h ^= h >>> 29;
        h *= 0xBF58476D1CE4E5B9L;
        return (int) (h >>> 32);
    }
}
