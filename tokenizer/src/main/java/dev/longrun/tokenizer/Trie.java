package dev.longrun.tokenizer;

import java.util.Arrays;

/** A prefix tree over bytes or characters: an open-addressing table from (node, symbol) to node. Node 0 is the root. */
final class Trie {

    /** No such node, no value. */
    static final int NONE = -1;

    // A key is held plus 1, so that 0 marks an empty slot.
    private long[] keys = new long[1 << 8];
    private int[] children = new int[1 << 8];
    private int[] values = new int[1 << 7];
    private int nodes = 1;

    Trie() {
        values[0] = NONE;
    }

    /** The node after {@code node} by {@code symbol}, or NONE. */
    int step(int node, int symbol) {
        int slot = slot((long) node << 32 | symbol);
        return keys[slot] == 0 ? NONE : children[slot];
    }

    /** What was put at a node, or NONE. */
    int value(int node) {
        return values[node];
    }

    /** Puts a value, not negative, at a node; an earlier one is replaced. */
    void put(int node, int value) {
        values[node] = value;
    }

    /** As {@link #step}, and makes the node if there is none. */
    int grow(int node, int symbol) {
        long key = (long) node << 32 | symbol;
        int slot = slot(key);
        if (keys[slot] != 0) {
            return children[slot];
        }
        if (nodes * 2L > keys.length) {
            rehash();
            slot = slot(key);
        }
        if (nodes == values.length) {
            values = Arrays.copyOf(values, nodes * 2);
        }
        values[nodes] = NONE;
        keys[slot] = key + 1;
        children[slot] = nodes;
        return nodes++;
    }

    void put(byte[] key, int value) {
        int node = 0;
        for (byte b : key) {
            node = grow(node, b & 0xFF);
        }
        put(node, value);
    }

    void put(String key, int value) {
        int node = 0;
        for (int i = 0; i < key.length(); i++) {
            node = grow(node, key.charAt(i));
        }
        put(node, value);
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = Mix.of(key) & mask;
        while (keys[slot] != 0 && keys[slot] != key + 1) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void rehash() {
        long[] oldKeys = keys;
        int[] oldChildren = children;
        keys = new long[oldKeys.length * 2];
        children = new int[oldKeys.length * 2];
        for (int old = 0; old < oldKeys.length; old++) {
            if (oldKeys[old] != 0) {
                int slot = slot(oldKeys[old] - 1);
                keys[slot] = oldKeys[old];
                children[slot] = oldChildren[old];
            }
        }
    }
}
