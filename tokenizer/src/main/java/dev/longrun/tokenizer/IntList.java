package dev.longrun.tokenizer;

import java.util.Arrays;

/** Integers in a row that grow as they come. */
public final class IntList {

    private int[] values = new int[256];
    private int size;

    /** How many there are. */
    public int size() {
        return size;
    }

    /** The array that holds them, the first {@link #size()} of it. */
    public int[] values() {
        return values;
    }

    /** The one at a place below {@link #size()}. */
    public int get(int at) {
        return values[at];
    }

    /** Appends one. */
    public void add(int value) {
        room(1);
        values[size++] = value;
    }

    /** Appends from[at, at + count). */
    public void addAll(int[] from, int at, int count) {
        room(count);
        System.arraycopy(from, at, values, size, count);
        size += count;
    }

    /** Forgets all. */
    public void clear() {
        size = 0;
    }

    /** An array of its own. */
    public int[] copy() {
        return Arrays.copyOf(values, size);
    }

    private void room(int more) {
        if (size + more > values.length) {
            values = Arrays.copyOf(values, Math.max(size + more, values.length * 2));
        }
    }
}
