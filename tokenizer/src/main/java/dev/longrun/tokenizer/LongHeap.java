package dev.longrun.tokenizer;

import java.util.Arrays;

/** Numbers of which the smallest comes first. */
final class LongHeap {

    private long[] values = new long[64];
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    void clear() {
        size = 0;
    }

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        int at = size++;
        while (at > 0 && values[at - 1 >> 1] > value) {
            values[at] = values[at - 1 >> 1];
            at = at - 1 >> 1;
        }
        values[at] = value;
    }

    long remove() {
        long top = values[0];
        long value = values[--size];
        int at = 0;
        while (at * 2 + 1 < size) {
            int child = at * 2 + 1;
            if (child + 1 < size && values[child + 1] < values[child]) {
                child++;
            }
            if (value <= values[child]) {
                break;
            }
            values[at] = values[child];
            at = child;
        }
        values[at] = value;
        return top;
    }
}
