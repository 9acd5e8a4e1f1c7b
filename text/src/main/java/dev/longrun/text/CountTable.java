package dev.longrun.text;

import dev.longrun.tokenizer.Mix;

/** Sums by key: an open-addressing table from keys of at most 62 bits, none negative, to long integers. */
final class CountTable {

    /** Takes one entry. */
    interface Visitor {
        void entry(long key, long sum);
    }

    // A key is held plus 1, so that 0 marks an empty slot.
    private long[] keys = new long[1 << 10];
    private long[] sums = new long[1 << 10];
    private int size;

    int size() {
        return size;
    }

    void add(long key, long more) {
        int slot = slot(key);
        if (keys[slot] == 0) {
            if (size * 3L > keys.length * 2L) {
                grow();
                slot = slot(key);
            }
            keys[slot] = key + 1;
            size++;
        }
        sums[slot] += more;
    }

    /** The sum of a key, 0 when it was never added to. */
    long sum(long key) {
        int slot = slot(key);
        return keys[slot] == 0 ? 0 : sums[slot];
    }

    void each(Visitor visitor) {
        for (int slot = 0; slot < keys.length; slot++) {
            if (keys[slot] != 0) {
                visitor.entry(keys[slot] - 1, sums[slot]);
            }
        }
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = Mix.of(key) & mask;
        while (keys[slot] != 0 && keys[slot] != key + 1) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldSums = sums;
        keys = new long[oldKeys.length * 2];
        sums = new long[oldKeys.length * 2];
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldKeys[old] != 0) {
                int slot = slot(oldKeys[old] - 1);
                keys[slot] = oldKeys[old];
                sums[slot] = oldSums[old];
            }
        }
    }
}
