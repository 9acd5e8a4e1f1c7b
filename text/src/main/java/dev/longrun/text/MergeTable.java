package dev.longrun.text;

import java.util.Arrays;

/** Which pairs of tokens merge, how early, and into what; pairs are looked up by open addressing. */
final class MergeTable {

    static final int NONE = Integer.MAX_VALUE;

    private final long[] keys;
    private final int[] ranks;
    private final int[] merged;
    private final int[] lefts;
    private final int[] rights;

    /** Pair i, of rank i, is lefts[i], rights[i] and becomes merged[i]; one that comes again keeps its first rank. */
    MergeTable(int[] lefts, int[] rights, int[] merged) {
        this.lefts = lefts;
        this.rights = rights;
        this.merged = merged;
        int capacity = Integer.highestOneBit(Math.max(16, lefts.length * 4)) * 2;
        keys = new long[capacity];
        ranks = new int[capacity];
        Arrays.fill(ranks, NONE);
        for (int rank = 0; rank < lefts.length; rank++) {
            int slot = slot(PairTable.key(lefts[rank], rights[rank]));
            if (ranks[slot] == NONE) {
                keys[slot] = PairTable.key(lefts[rank], rights[rank]);
                ranks[slot] = rank;
            }
        }
    }

    int size() {
        return lefts.length;
    }

    int left(int rank) {
        return lefts[rank];
    }

    int right(int rank) {
        return rights[rank];
    }

    int merged(int rank) {
        return merged[rank];
    }

    /** The rank of a pair, the lower the earlier it merges, or NONE. */
    int rank(int left, int right) {
        return ranks[slot(PairTable.key(left, right))];
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = Hash.of(key) & mask;
        while (ranks[slot] != NONE && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
