package dev.longrun.text;

import java.util.Arrays;

/** Pairs of tokens, the most frequent first and of equals the one with the smaller ids. */
final class PairHeap {

    private long[] counts = new long[1024];
    private long[] keys = new long[1024];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    long topCount() {
        return counts[0];
    }

    long topKey() {
        return keys[0];
    }

    void push(long count, long key) {
        if (size == keys.length) {
            counts = Arrays.copyOf(counts, size * 2);
            keys = Arrays.copyOf(keys, size * 2);
        }
        int at = size++;
        while (at > 0) {
            int parent = at - 1 >> 1;
            if (!before(count, key, parent)) {
                break;
            }
            counts[at] = counts[parent];
            keys[at] = keys[parent];
            at = parent;
        }
        counts[at] = count;
        keys[at] = key;
    }

    void pop() {
        size--;
        long count = counts[size];
        long key = keys[size];
        int at = 0;
        while (at * 2 + 1 < size) {
            int child = at * 2 + 1;
            if (child + 1 < size && before(counts[child + 1], keys[child + 1], child)) {
                child++;
            }
            if (before(count, key, child)) {
                break;
            }
            counts[at] = counts[child];
            keys[at] = keys[child];
            at = child;
        }
        counts[at] = count;
        keys[at] = key;
    }

    private boolean before(long count, long key, int other) {
        return count > counts[other] || count == counts[other] && key < keys[other];
    }
}
