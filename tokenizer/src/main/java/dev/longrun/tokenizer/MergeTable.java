package dev.longrun.tokenizer;

import java.util.Arrays;

/** Which pairs of tokens merge, how early, and into what; pairs are looked up by open addressing. */
final class MergeTable {

    /** No such pair; of higher rank than any. */
    static final long NONE = Long.MAX_VALUE;

    private final long[] keys;
    private final long[] found;
    private final int[] lefts;
    private final int[] rights;

    /** Pair i, of rank i, is lefts[i], rights[i] and becomes merged[i]; one that comes again has its last rank. */
    MergeTable(int[] lefts, int[] rights, int[] merged) {
        this(lefts, rights, merged, inOrder(lefts.length));
    }

    /** With ranks, none negative, of which some may be equal: then the leftmost in the text merges first. */
    MergeTable(int[] lefts, int[] rights, int[] merged, int[] ranks) {
        this.lefts = lefts;
        this.rights = rights;
        int capacity = Integer.highestOneBit(Math.max(16, lefts.length * 2)) * 2;
        keys = new long[capacity];
        found = new long[capacity];
        Arrays.fill(found, NONE);
        for (int i = 0; i < lefts.length; i++) {
            int slot = slot(key(lefts[i], rights[i]));
            keys[slot] = key(lefts[i], rights[i]);
            found[slot] = (long) ranks[i] << 32 | merged[i];
        }
    }

    int size() {
        return lefts.length;
    }

    int left(int pair) {
        return lefts[pair];
    }

    int right(int pair) {
        return rights[pair];
    }

    /** The rank of a pair, the lower the earlier it merges, above 32 bits of what it becomes; or NONE. */
    long find(int left, int right) {
        return found[slot(key(left, right))];
    }

    static int rank(long found) {
        return (int) (found >>> 32);
    }

    static int merged(long found) {
        return (int) found;
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = Mix.of(key) & mask;
        while (found[slot] != NONE && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static long key(int left, int right) {
        return (long) left << 32 | right & 0xFFFFFFFFL;
    }

    private static int[] inOrder(int count) {
        int[] ranks = new int[count];
        Arrays.setAll(ranks, i -> i);
        return ranks;
    }
}
