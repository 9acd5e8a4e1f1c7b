package dev.longrun.tensor;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;

/**
 * Prints GF/s of the products in bf16 and in f32 over the shapes of training, beside the peaks of both in the same
 * run. Not a test: run {@code main} with {@code --add-modules jdk.incubator.vector}; the argument is milliseconds.
 */
final class Bf16Benchmark {

    private static final int[][] SHAPES = {{1024, 128, 128}, {1024, 128, 384}, {1024, 384, 128}, {1024, 128, 4096},
        {4096, 384, 384}, {4096, 384, 1536}, {4096, 384, 8192}, {2048, 768, 3072}, {2048, 2048, 2048}};

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Bf16Benchmark() {
    }

    public static void main(String[] arguments) {
        long millis = arguments.length > 0 ? Long.parseLong(arguments[0]) : 250;
        try (ThreadTeam team = new ThreadTeam(1)) {
            double peak = 2.0 * 2 * Bf16Code.SUM_LANES * Bf16Code.PEAK_SUMS * 20_000
                / best(() -> Bf16Support.kernels().peak(20_000), millis);
            Peak.flops(team);
            double f32 = Peak.flops(team);
            System.out.printf(Locale.ROOT, "one thread, processor time; peak: bf16 %.1f, f32 %.1f GF/s%n", peak / 1e9,
                f32 / 1e9);
            Products[] products = {new Bf16MatMul(team), new MatMul(team)};
            for (int size : new int[] {300, 128, 36, 300}) {
                speeds(products[1], size, size, 300, 300);
            }
            for (int[] s : SHAPES) {
                String line = s[0] + "x" + s[1] + "x" + s[2];
                for (int which = 0; which < 2; which++) {
                    line += which == 0 ? "  bf16" : "  f32";
                    for (double speed : speeds(products[which], s[0], s[2], s[1], millis)) {
                        line += String.format(Locale.ROOT, " %6.1f (%2.0f %%)", speed / 1e9,
                            100 * speed / (which == 0 ? peak : f32));
                    }
                }
                System.out.println(line);
            }
        }
    }

    /** NN, NT, TN. */
    private static double[] speeds(Products product, int tokens, int n, int k, long millis) {
        float[] x = random(tokens * k);
        float[] w = random(n * k);
        float[] y = random(tokens * n);
        double work = 2.0 * tokens * n * k;
        return new double[] {
            work / best(() -> product.nn(tokens, n, k, x, 0, k, w, 0, n, y, 0, n, false), millis),
            work / best(() -> product.nt(tokens, n, k, x, 0, k, w, 0, k, y, 0, n, false), millis),
            work / best(() -> product.tn(n, k, tokens, y, 0, n, x, 0, k, w, 0, k, true), millis)};
    }

    /** The least seconds of a call, after as long a time to let it be compiled. */
    private static double best(Runnable call, long millis) {
        DoubleSupplier least = () -> {
            long until = System.nanoTime() + millis * 1_000_000;
            long best = Long.MAX_VALUE;
            for (int run = 0; run < 5 || System.nanoTime() < until; run++) {
                long from = THREADS.getCurrentThreadCpuTime();
                call.run();
                best = Math.min(best, THREADS.getCurrentThreadCpuTime() - from);
            }
            return best / 1e9;
        };
        least.getAsDouble();
        return least.getAsDouble();
    }

    private static float[] random(int size) {
        SplittableRandom random = new SplittableRandom(size);
        float[] x = new float[size];
        for (int i = 0; i < size; i++) {
            x[i] = random.nextFloat() - 0.5f;
        }
        return x;
    }
}
