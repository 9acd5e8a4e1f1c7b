package dev.longrun.text;

import dev.longrun.tokenizer.Mix;

/**
 * A pseudo-random permutation of 0 to size - 1 that is computed, not stored: a Feistel network (Luby and Rackoff 1988)
 * over the smallest even number of bits that holds size, applied again while its result lies outside (cycle walking,
 * Black and Rogaway 2002).
 */
final class Permutation {

    private static final int ROUNDS = 6;

    private final long size;
    private final int halfBits;
    private final long[] keys = new long[ROUNDS];

    Permutation(long size, long seed, long epoch) {
        this.size = size;
        int bits = Math.max(2, Long.SIZE - Long.numberOfLeadingZeros(size - 1));
        halfBits = (bits + 1) / 2;
        long state = Mix.mix(seed) ^ Mix.mix(~epoch);
        for (int round = 0; round < ROUNDS; round++) {
            state = Mix.mix(state);
            keys[round] = state;
        }
    }

    long apply(long index) {
        long value = index;
        do {
            value = once(value);
        } while (value >= size);
        return value;
    }

    private long once(long value) {
        long mask = (1L << halfBits) - 1;
        long left = value >>> halfBits;
        long right = value & mask;
        for (long key : keys) {
            long next = left ^ Mix.mix(right ^ key) & mask;
            left = right;
            right = next;
        }
        return left << halfBits | right;
    }
}
