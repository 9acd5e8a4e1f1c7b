package dev.longrun.tensor;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Prints the speed of the kernels other than products, in elements and bytes a second, for rows of attention and of a
 * vocabulary and for arrays in L2 and in memory. Not a test; run like {@link ProductBenchmark}.
 */
final class KernelBenchmark {

    private KernelBenchmark() {
    }

    public static void main(String[] arguments) {
        Kernels k = arguments.length > 0 ? ScalarKernels.INSTANCE : VectorKernels.INSTANCE;
        for (int n : new int[] {1 << 14, 1 << 22}) {
            float[] x = random(n);
            float[] y = random(n);
            float[] z = random(n);
            float[] w = random(n);
            float[] v = random(n);
            float[] inverses = new float[n / 128];
            System.out.println(n + " elements");
            print("dot", n, 2, () -> k.dot(x, 0, y, 0, n));
            print("sumOfSquares", n, 1, () -> k.sumOfSquares(x, 0, n));
            print("add", n, 3, () -> k.add(x, 0, y, 0, n));
            print("siluMultiply", n, 3, () -> k.siluMultiply(x, 0, y, 0, z, 0, n));
            print("siluBackward", n, 5, () -> k.siluMultiplyBackward(x, 0, y, 0, z, 0, w, 0, v, 0, n));
            print("reluSquared", n, 2, () -> k.reluSquared(x, 0, z, 0, n));
            print("adamW", n, 7, () -> k.adamW(w, 0, x, 0, y, 0, z, 0, n, 1, 0, 0.9f, 0.99f, 1, 1, 1e-8f, 0));
            for (int width : new int[] {128, 1024}) {
                print("rmsNorm " + width, n, 2, () -> k.rmsNorm(x, 0, width, y, 0, w, 0, width, inverses, 0,
                    n / width, width, 1e-5f));
                print("its backward " + width, n, 3, () -> k.rmsNormBackward(x, 0, width, w, 0, width, y, 0,
                    inverses, 0, v, 0, width, false, z, 0, n / width, width));
            }
            for (int width : new int[] {100, 256, 4096}) {
                print("softmax " + width, n / width * width, 2, () -> {
                    for (int at = 0; at + width <= n; at += width) {
                        k.softmax(x, at, 0.1f, width);
                    }
                });
                print("its backward " + width, n / width * width, 3, () -> {
                    for (int at = 0; at + width <= n; at += width) {
                        k.softmaxBackward(x, at, w, at, k.dot(x, at, w, at, width), 0.1f, width);
                    }
                });
            }
            print("softmaxAgain 100", n / 100 * 100, 2, () -> {
                for (int at = 0; at + 100 <= n; at += 100) {
                    k.softmaxAgain(x, at, 0.1f, 3, 100);
                }
            });
            print("crossEntropy 8192", n, 2, () -> {
                for (int at = 0; at + 8192 <= n; at += 8192) {
                    k.crossEntropy(x, at, 8192, 5, 1, 0);
                }
            });
            print("rope 64", n, 2, () -> {
                for (int at = 0; at + 64 <= n; at += 64) {
                    k.rope(x, at, y, w, at, 64, 1);
                }
            });
        }
    }

    private static void print(String name, int elements, int moves, Runnable call) {
        long best = Long.MAX_VALUE;
        long until = System.nanoTime() + 500_000_000;
        while (System.nanoTime() < until) {
            long from = System.nanoTime();
            call.run();
            best = Math.min(best, System.nanoTime() - from);
        }
        double perNano = (double) elements / best;
        System.out.printf(Locale.ROOT, "  %-18s %7.2f Gelem/s %7.1f GB/s%n", name, perNano, perNano * 4 * moves);
    }

    private static float[] random(int n) {
        SplittableRandom random = new SplittableRandom(n);
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextFloat() * 2 - 1;
        }
        return x;
    }
}
