package dev.longrun.bench;

import java.util.SplittableRandom;

/**
 * One matrix product, all matrices whole and row-major.
 *
 * @param kind what is transposed
 * @param m rows of C
 * @param n columns of C
 * @param k terms of each sum
 */
record Product(Kind kind, int m, int n, int k) {

    /** Floats from one row of A to the next. */
    int strideOfA() {
        return kind.transposesA() ? m : k;
    }

    /** Floats from one row of B to the next. */
    int strideOfB() {
        return kind.transposesB() ? k : n;
    }

    double flop() {
        return 2.0 * m * n * k;
    }

    /** Numbers between -1 and 1, so that no sum is degenerate. */
    static float[] numbers(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = (float) (2 * random.nextDouble() - 1);
        }
        return numbers;
    }

    float[] a() {
        return numbers(m * k, 1);
    }

    float[] b() {
        return numbers(n * k, 2);
    }

    /**
     * The greatest difference between two results, where sums of {@code k} products of numbers between -1 and 1 may
     * differ by rounding alone: each of k additions errs by 2^-24 of a sum that stays below k, mostly near sqrt(k).
     */
    void requireSame(float[] ours, float[] theirs, String who) {
        if (ours.length != theirs.length) {
            throw new IllegalArgumentException("results of " + ours.length + " and " + theirs.length + " elements");
        }
        double allowed = k * Math.sqrt(k) * 0x1p-24;
        for (int i = 0; i < ours.length; i++) {
            if (!(Math.abs(ours[i] - theirs[i]) <= allowed)) {
                throw new IllegalStateException(who + " has " + theirs[i] + " where Longrun has " + ours[i] + " in "
                    + this);
            }
        }
    }
}
