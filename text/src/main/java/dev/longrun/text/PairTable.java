package dev.longrun.text;

import dev.longrun.tokenizer.IntList;
import dev.longrun.tokenizer.Mix;
import java.util.Arrays;

/** Pairs of tokens with how often each stands in the corpus and in which distinct pieces. */
final class PairTable {

    private int[] slots = new int[1 << 16];
    private long[] keys = new long[1 << 15];
    private long[] counts = new long[1 << 15];
    private int[] heads = new int[1 << 15];
    private int size;

    // Lists of pieces: node i holds pieces[i] and the next node; node 0 ends a list; consumed nodes are used again.
    private int[] pieces = new int[1 << 16];
    private int[] next = new int[1 << 16];
    private int nodes = 1;
    private int free;

    static long key(int left, int right) {
        return (long) left << 32 | right;
    }

    int size() {
        return size;
    }

    long keyAt(int pair) {
        return keys[pair];
    }

    long countAt(int pair) {
        return counts[pair];
    }

    void add(long key, long count) {
        counts[indexOf(key)] += count;
    }

    /** As {@link #add}, and {@code piece} is one more place to look for the pair. */
    void add(long key, long count, int piece) {
        int pair = indexOf(key);
        counts[pair] += count;
        int head = heads[pair];
        if (head == 0 || pieces[head] != piece) {
            int node = node();
            pieces[node] = piece;
            next[node] = head;
            heads[pair] = node;
        }
    }

    long count(long key) {
        return counts[indexOf(key)];
    }

    /** Forgets the pair and returns the pieces it stood in, some of them twice or no longer. */
    void take(long key, IntList into) {
        into.clear();
        int pair = indexOf(key);
        counts[pair] = 0;
        int node = heads[pair];
        heads[pair] = 0;
        while (node != 0) {
            into.add(pieces[node]);
            int after = next[node];
            next[node] = free;
            free = node;
            node = after;
        }
    }

    private int node() {
        if (free != 0) {
            int node = free;
            free = next[node];
            return node;
        }
        if (nodes == pieces.length) {
            pieces = Arrays.copyOf(pieces, nodes * 2);
            next = Arrays.copyOf(next, nodes * 2);
        }
        return nodes++;
    }

    private int indexOf(long key) {
        int mask = slots.length - 1;
        int slot = Mix.of(key) & mask;
        while (slots[slot] != 0) {
            if (keys[slots[slot] - 1] == key) {
                return slots[slot] - 1;
            }
            slot = slot + 1 & mask;
        }
        slots[slot] = size + 1;
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            counts = Arrays.copyOf(counts, size * 2);
            heads = Arrays.copyOf(heads, size * 2);
        }
        keys[size] = key;
        size++;
        if (size * 2 > slots.length) {
            rehash();
        }
        return size - 1;
    }

    private void rehash() {
        slots = new int[slots.length * 2];
        int mask = slots.length - 1;
        for (int pair = 0; pair < size; pair++) {
            int slot = Mix.of(keys[pair]) & mask;
            while (slots[slot] != 0) {
                slot = slot + 1 & mask;
            }
            slots[slot] = pair + 1;
        }
    }
}
