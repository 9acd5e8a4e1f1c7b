package dev.longrun.text;

import java.util.Arrays;

/** Long integers in a row that grow as they come. */
final class LongList {

    private long[] values = new long[64];
    private int size;

    int size() {
        return size;
    }

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    long[] copy() {
        return Arrays.copyOf(values, size);
    }
}
