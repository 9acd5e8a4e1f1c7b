package dev.longrun.text;

import java.util.Arrays;

/** Integers in a row that grow as they come. */
final class IntList {

    private int[] values = new int[256];
    private int size;

    int size() {
        return size;
    }

    int[] values() {
        return values;
    }

    int get(int at) {
        return values[at];
    }

    void add(int value) {
        room(1);
        values[size++] = value;
    }

    void addAll(int[] from, int at, int count) {
        room(count);
        System.arraycopy(from, at, values, size, count);
        size += count;
    }

    void clear() {
        size = 0;
    }

    int[] copy() {
        return Arrays.copyOf(values, size);
    }

    private void room(int more) {
        if (size + more > values.length) {
            values = Arrays.copyOf(values, Math.max(size + more, values.length * 2));
        }
    }
}
