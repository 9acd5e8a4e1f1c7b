package dev.longrun.tensor;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Prints GF/s of the products over the shapes of training, beside the multiply-add peak of the same run. Not a test:
 * run {@code main} with the module's classes, {@code --add-modules jdk.incubator.vector} and optionally a part of the
 * rows' names.
 */
final class ProductBenchmark {

    private static final int[][] SHAPES = {{1024, 128, 128}, {1024, 128, 384}, {1024, 384, 128}, {1024, 128, 4096},
        {4096, 384, 384}, {4096, 384, 1536}, {2048, 768, 3072}, {2048, 2048, 2048}};

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** One thread is timed by the processor time that it had, so that others on the machine disturb it less. */
    private static boolean cpuTime;

    private ProductBenchmark() {
    }

    public static void main(String[] arguments) {
        String part = arguments.length > 0 ? arguments[0] : "";
        long millis = arguments.length > 1 ? Long.parseLong(arguments[1]) : 250;
        for (int threads : new int[] {1, 2}) {
            try (ThreadTeam team = new ThreadTeam(threads)) {
                cpuTime = threads == 1;
                Peak.flops(team);
                double peak = Peak.flops(team);
                System.out.printf(Locale.ROOT, "%d threads: peak %.1f GF/s%n", threads, peak / 1e9);
                MatMul product = new MatMul(team);
                warmUp(product);
                for (int[] s : SHAPES) {
                    String name = s[0] + "x" + s[1] + "x" + s[2];
                    if (name.contains(part)) {
                        measure(name, product, s[0], s[2], s[1], millis, peak);
                    }
                }
                for (int head : new int[] {32, 64}) {
                    if (threads == 1 && "attention".contains(part)) {
                        attention(product, head, millis, peak);
                    }
                }
            }
        }
    }

    private static void warmUp(MatMul product) {
        float[] x = random(300 * 300);
        float[] y = random(300 * 300);
        float[] z = random(300 * 300);
        for (int size : new int[] {300, 128, 36, 300}) {
            best(() -> product.nn(size, size, 300, x, 0, 300, y, 0, 300, z, 0, 300, size > 200), 300);
            best(() -> product.nt(size, size, 300, x, 0, 300, y, 0, 300, z, 0, 300, size > 200), 300);
            best(() -> product.tn(size, size, 300, x, 0, 300, y, 0, 300, z, 0, 300, size > 200), 300);
        }
    }

    /** Forward, gradient of the input, gradient of the weights of a layer of k to n. */
    private static void measure(String name, MatMul product, int tokens, int n, int k, long millis,
        double peak) {
        float[] x = random(tokens * k);
        float[] w = random(n * k);
        float[] y = random(tokens * n);
        double work = 2.0 * tokens * n * k;
        double nn = work / best(() -> product.nn(tokens, n, k, x, 0, k, w, 0, n, y, 0, n, false), millis);
        double nt = work / best(() -> product.nt(tokens, n, k, x, 0, k, w, 0, k, y, 0, n, false), millis);
        double tn = work / best(() -> product.tn(k, n, tokens, x, 0, k, y, 0, n, w, 0, n, true), millis);
        print(name, nn, nt, tn, peak);
    }

    /** Scores (nt), output (nn), gradient of keys (tn) of one head of 256 tokens in rows of four heads. */
    private static void attention(MatMul product, int head, long millis, double peak) {
        int tokens = 256;
        int row = 12 * head;
        float[] qkv = random(tokens * row);
        float[] p = random(tokens * tokens);
        float[] y = random(tokens * row);
        double work = 2.0 * tokens * tokens * head;
        double nt = work / best(() -> product.nt(tokens, tokens, head, qkv, 0, row, qkv, 4 * head, row,
            p, 0, tokens, false), millis);
        double nn = work / best(() -> product.nn(tokens, head, tokens, p, 0, tokens, qkv, 8 * head, row,
            y, 0, row, false), millis);
        double tn = work / best(() -> product.tn(tokens, head, tokens, p, 0, tokens, qkv, 8 * head, row,
            y, 0, row, false), millis);
        print("attention " + head, nn, nt, tn, peak);
    }

    private static void print(String name, double nn, double nt, double tn, double peak) {
        System.out.printf(Locale.ROOT, "%-15s nn %6.1f (%2.0f %%)  nt %6.1f (%2.0f %%)  tn %6.1f (%2.0f %%)%n", name,
            nn / 1e9, 100 * nn / peak, nt / 1e9, 100 * nt / peak, tn / 1e9, 100 * tn / peak);
    }

    /** The least seconds of a call, after as long a time to let it be compiled. */
    private static double best(Runnable call, long millis) {
        least(call, millis);
        return least(call, millis) / 1e9;
    }

    private static long least(Runnable call, long millis) {
        long until = System.nanoTime() + millis * 1_000_000;
        long best = Long.MAX_VALUE;
        for (int run = 0; run < 5 || System.nanoTime() < until; run++) {
            long from = cpuTime ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
            call.run();
            long to = cpuTime ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
            best = Math.min(best, to - from);
        }
        return best;
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
