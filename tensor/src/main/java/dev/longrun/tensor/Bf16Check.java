package dev.longrun.tensor;

import java.util.Optional;
import java.util.SplittableRandom;

/** Tries the machine code before it is trusted: some products of odd sizes against their twin, and against f32. */
final class Bf16Check {

    /** More than a tile each way, with ends that fill no tile, no vector and no pair. */
    private static final int M = 29;
    private static final int N = 71;
    private static final int K = 77;

    /**
     * How far a product may be from f32's, as a share of the sum of its terms' magnitudes. Rounding to 8 bits of
     * significand changes a factor by at most 2^-8 of it, so a term of two factors by 2^-7 + 2^-16; each of the K + 1
     * roundings of either sum adds at most 2^-24 of a partial sum, which is no greater than 1.01 times that magnitude.
     */
    private static final double FARTHEST = 0x1p-7 + 0x1p-16 + 2 * (K + 1) * 1.01 * 0x1p-24;

    private final Products products;
    private final float[] a = random(M * K, 1);
    private final float[] b = random(N * K, 2);
    private final float[] before = random(M * N, 3);

    private Bf16Check(Products products) {
        this.products = products;
    }

    /** What is wrong with the products, if anything is. */
    static Optional<String> problem(Bf16Kernels kernels) {
        try (ThreadTeam team = new ThreadTeam(1)) {
            Bf16Check check = new Bf16Check(new Bf16MatMul(team, kernels));
            return check.problem(new MatMul(team));
        }
    }

    private Optional<String> problem(Products f32) {
        for (boolean accumulate : new boolean[] {false, true}) {
            float[][] results = results(products, accumulate);
            float[][] twins = results(new ScalarBf16MatMul(), accumulate);
            float[][] wide = results(f32, accumulate);
            for (int kind = 0; kind < results.length; kind++) {
                for (int i = 0; i < M * N; i++) {
                    if (Float.floatToIntBits(results[kind][i]) != Float.floatToIntBits(twins[kind][i])) {
                        return Optional.of("its products differ from the scalar reference");
                    }
                    if (!(Math.abs(results[kind][i] - wide[kind][i]) <= FARTHEST * magnitude(kind, i, accumulate))) {
                        return Optional.of("its products are too far from those of f32");
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** NN, NT and TN over the same numbers, whatever they then stand for. */
    private float[][] results(Products by, boolean accumulate) {
        float[][] c = {before.clone(), before.clone(), before.clone()};
        by.nn(M, N, K, a, 0, K, b, 0, N, c[0], 0, N, accumulate);
        by.nt(M, N, K, a, 0, K, b, 0, K, c[1], 0, N, accumulate);
        by.tn(M, N, K, a, 0, M, b, 0, N, c[2], 0, N, accumulate);
        return c;
    }

    /** The sum of the magnitudes of the terms of element {@code at}. */
    private double magnitude(int kind, int at, boolean accumulate) {
        int i = at / N;
        int j = at % N;
        double sum = accumulate ? Math.abs(before[at]) : 0;
        for (int p = 0; p < K; p++) {
            sum += Math.abs((double) a[kind == 2 ? p * M + i : i * K + p] * b[kind == 1 ? j * K + p : p * N + j]);
        }
        return sum;
    }

    private static float[] random(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[size];
        for (int i = 0; i < size; i++) {
            x[i] = random.nextFloat() - 0.5f;
        }
        return x;
    }
}
