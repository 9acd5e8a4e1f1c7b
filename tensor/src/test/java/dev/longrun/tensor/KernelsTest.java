package dev.longrun.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The vector kernels against their scalar twins, bit for bit, and the twins against plain double arithmetic. */
class KernelsTest {

    private static final int[] SIZES = {0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 23, 31, 32, 33, 47, 48, 63, 64, 65, 100,
        127, 128, 207, 255, 256, 1000, 4096, 4097, 9001};

    private static final float[] EXTREMES = {0, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, 1e-40f, -1e-40f, 1e30f, -1e30f,
        Float.MAX_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 88.72f, 88.73f, -87.32f,
        -87.34f, -104, 1e-20f, 3e7f};

    private final SplittableRandom random = new SplittableRandom(11);

    /** One kernel over arrays x, y, z, w of n elements each at some offset; what it returns is compared as well. */
    private interface Use {
        double of(Kernels kernels, float[][] arrays, int at, int n);
    }

    @Test
    void sums() {
        agree((k, f, at, n) -> k.dot(f[0], at, f[1], at, n));
        agree((k, f, at, n) -> k.sumOfSquares(f[0], at, n));
    }

    @Test
    void elementwise() {
        agree((k, f, at, n) -> done(() -> k.add(f[0], at, f[1], at, n)));
        agree((k, f, at, n) -> done(() -> k.scale(f[0], at, 0.37f, n)));
        agree((k, f, at, n) -> done(() -> k.addScaled(f[0], at, 0.37f, f[1], at, n)));
        agree((k, f, at, n) -> done(() -> k.gelu(f[0], at, f[1], at, n)));
        agree((k, f, at, n) -> done(() -> k.geluBackward(f[0], at, f[1], at, f[1], at, n)));
        agree((k, f, at, n) -> done(() -> k.geluMultiply(f[0], at, f[1], at, f[2], at, n)));
        agree((k, f, at, n) -> done(() -> k.geluMultiplyBackward(f[0], at, f[1], at, f[2], at, f[1], at, f[2], at,
            n)));
        agree((k, f, at, n) -> done(() -> k.softCap(f[0], at, 0.7f, 3, n)));
        agree((k, f, at, n) -> done(() -> k.softCapBackward(f[0], at, f[1], at, 0.7f, 3, n)));
        agree((k, f, at, n) -> done(() -> k.reluSquared(f[0], at, f[1], at, n)));
        agree((k, f, at, n) -> done(() -> k.reluSquaredBackward(f[0], at, f[1], at, f[1], at, n)));
        agree((k, f, at, n) -> done(() -> k.siluMultiply(f[0], at, f[1], at, f[2], at, n)));
        agree((k, f, at, n) -> done(() -> k.siluMultiplyBackward(f[0], at, f[1], at, f[2], at, f[1], at, f[2], at,
            n)));
        agree((k, f, at, n) -> done(() -> k.siluMultiplyBackward(f[0], at, f[1], at, f[2], at, f[3], at, f[4], at,
            n)));
        agree((k, f, at, n) -> done(() -> k.rope(f[0], at, f[1], f[2], at, n & -2, 1)));
        agree((k, f, at, n) -> done(() -> k.rope(f[0], at, f[1], f[2], at, n & -2, -1)));
        agree((k, f, at, n) -> done(() -> k.adamW(f[0], at, f[1], at, f[2], at, f[3], at, n, 0.5f, 3e-4f, 0.9f, 0.95f,
            0.271f, 0.142f, 1e-8f, 0.1f)));
        agree((k, f, at, n) -> done(() -> k.nesterov(f[0], at, f[1], at, n, 0.5f, 0.95f)));
        agree((k, f, at, n) -> done(() -> k.step(f[0], at, f[1], at, n, 3e-4f, 1.6f, 0.1f)));
        for (boolean accumulate : new boolean[] {false, true}) {
            agree((k, f, at, n) -> done(() -> k.dropout(f[0], at, f[1], at, n, 12345 + n, 1 << 20, 1 << 30, 2f,
                accumulate)));
        }
    }

    @Test
    void dropoutDropsTheShareAskedForAndOthersByEachKey() {
        int n = 1 << 20;
        float[] ones = new float[n];
        Arrays.fill(ones, 1);
        float[] one = new float[n];
        float[] other = new float[n];
        float share = 0.2f;
        int threshold = (int) (share * 0x1p31);
        VectorKernels.INSTANCE.dropout(ones, 0, one, 0, n, 1, 0, threshold, 1.25f, false);
        VectorKernels.INSTANCE.dropout(ones, 0, other, 0, n, 2, 0, threshold, 1.25f, false);
        int dropped = 0;
        int both = 0;
        int neighbours = 0;
        for (int i = 0; i < n; i++) {
            assertTrue(one[i] == 0 || one[i] == 1.25f);
            dropped += one[i] == 0 ? 1 : 0;
            both += one[i] == 0 && other[i] == 0 ? 1 : 0;
            neighbours += i > 0 && one[i] == 0 && one[i - 1] == 0 ? 1 : 0;
        }
        // five standard deviations of a binomial count
        assertEquals(share * n, dropped, 5 * Math.sqrt(n * share * (1 - share)));
        assertEquals(share * share * n, both, 5 * Math.sqrt(n * share * share));
        assertEquals(share * share * n, neighbours, 5 * Math.sqrt(n * share * share));
        VectorKernels.INSTANCE.dropout(ones, 0, one, 0, n, 1, 0, 0, 1f, false);
        assertArrayEquals(ones, one);
    }

    @Test
    void rows() {
        for (int rows : new int[] {1, 3}) {
            agree((k, f, at, n) -> done(() -> k.rmsNorm(f[0], at, n / rows, f[1], at, f[2], at, n / rows, f[3], at,
                rows, n / rows, 1e-5f)), rows);
            for (boolean accumulate : new boolean[] {false, true}) {
                agree((k, f, at, n) -> done(() -> k.rmsNormBackward(f[0], at, n / rows, f[1], at, n / rows, f[2], at,
                    f[3], at, f[4], at, n / rows, accumulate, f[5], at, rows, n / rows)), rows);
                agree((k, f, at, n) -> done(() -> k.layerNormBackward(f[0], at, n / rows, f[1], at, n / rows, f[2], at,
                    f[3], at, f[3], at + rows, f[4], at, n / rows, accumulate, f[5], at, f[6], at, rows, n / rows)),
                    2 * rows);
            }
            agree((k, f, at, n) -> done(() -> k.layerNorm(f[0], at, n / rows, f[1], at, f[2], at, f[3], at, n / rows,
                f[4], at, f[5], at, rows, n / rows, 1e-5f)), rows);
        }
    }

    @Test
    void softmaxes() {
        agree((k, f, at, n) -> k.softmax(f[0], at, 0.125f, n));
        agree((k, f, at, n) -> done(() -> k.softmaxAgain(f[0], at, 0.125f, 1.5f, n)));
        agree((k, f, at, n) -> done(() -> k.softmaxBackward(f[0], at, f[1], at, 0.3f, 0.125f, n)));
        for (float zLoss : new float[] {0, 1e-4f, 0.3f}) {
            agree((k, f, at, n) -> k.crossEntropy(f[0], at, n, n / 2, 0.01f, zLoss), 1);
        }
        assertThrows(IndexOutOfBoundsException.class,
            () -> VectorKernels.INSTANCE.crossEntropy(new float[4], 0, 4, -1, 1, 0));
    }

    @Test
    void exponentialIsAccurate() {
        double worst = 0;
        float[] x = new float[1 << 16];
        for (int block = 0; block < 40; block++) {
            for (int i = 0; i < x.length; i++) {
                x[i] = block == 0 ? i * 1e-7f - 0.003f : (float) random.nextDouble(-87, 88);
            }
            float[] e = x.clone();
            VectorKernels.INSTANCE.softmaxAgain(e, 0, 1, 0, e.length);
            for (int i = 0; i < x.length; i++) {
                double exact = Math.exp(x[i]);
                worst = Math.max(worst, Math.abs(e[i] - exact) / exact);
            }
        }
        assertTrue(worst <= 2e-7, "greatest relative error " + worst);
        float[] ends = {-87.33f, -87.4f, -1e30f, Float.NEGATIVE_INFINITY, 88.7228f, 88.73f, 1e30f,
            Float.POSITIVE_INFINITY, Float.NaN, 0, 1, -0f, 100, -100, 88, -87};
        float[] e = ends.clone();
        VectorKernels.INSTANCE.softmaxAgain(e, 0, 1, 0, 16);
        assertEquals(Math.exp(-87.33f), e[0], 1e-44);
        assertEquals(Math.exp(88.7228f), e[4], 1e32);
        float infinity = Float.POSITIVE_INFINITY;
        assertEquals("[0.0, 0.0, 0.0]", Arrays.toString(Arrays.copyOfRange(e, 1, 4)));
        assertEquals(Arrays.toString(new float[] {infinity, infinity, infinity, Float.NaN, 1}),
            Arrays.toString(Arrays.copyOfRange(e, 5, 10)));
    }

    @Test
    void tanhAndGeluAreAccurate() {
        float[] x = new float[1 << 16];
        double worstTanh = 0;
        double worstGelu = 0;
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 2 == 0 ? (float) random.nextDouble(-1, 1) : (float) random.nextDouble(-12, 12);
        }
        float[] tanh = x.clone();
        VectorKernels.INSTANCE.softCap(tanh, 0, 1, 1, x.length);
        float[] gelu = new float[x.length];
        VectorKernels.INSTANCE.gelu(x, 0, gelu, 0, x.length);
        for (int i = 0; i < x.length; i++) {
            double exact = Math.tanh(x[i]);
            worstTanh = Math.max(worstTanh, Math.abs(tanh[i] - exact) / Math.abs(exact));
            double g = x[i];
            double wanted = 0.5 * g * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (g + 0.044715 * g * g * g)));
            worstGelu = Math.max(worstGelu, Math.abs(gelu[i] - wanted));
        }
        assertTrue(worstTanh <= 4e-7, "greatest relative error " + worstTanh);
        // an ulp of the greatest, 12, is 1e-6
        assertTrue(worstGelu <= 1e-6, "greatest error " + worstGelu);
        float[] ends = {0, 0, 100, -100, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e-30f, -1e-30f};
        VectorKernels.INSTANCE.softCap(ends, 0, 1, 1, ends.length);
        assertArrayEquals(new float[] {0, 0, 1, -1, 1, -1, 1e-30f, -1e-30f}, ends);
    }

    @Test
    void softmaxAndCrossEntropyMeanWhatTheySay() {
        for (Kernels kernels : new Kernels[] {ScalarKernels.INSTANCE, VectorKernels.INSTANCE}) {
            int n = 301;
            float[] x = new float[n];
            double sum = 0;
            for (int i = 0; i < n; i++) {
                x[i] = (float) random.nextDouble(-8, 8);
                sum += Math.exp(0.5 * x[i]);
            }
            float[] p = x.clone();
            assertEquals(Math.log(sum), kernels.softmax(p, 0, 0.5f, n), 1e-5);
            assertEquals(Math.exp(0.5 * x[7]) / sum, p[7], 1e-6);
            float[] again = x.clone();
            kernels.softmaxAgain(again, 0, 0.5f, (float) Math.log(sum), n);
            assertEquals(p[200], again[200], 1e-6);
            double logSum = Math.log(Arrays.stream(toDoubles(x)).map(Math::exp).sum());
            float[] gradient = x.clone();
            assertEquals(logSum - x[3], kernels.crossEntropy(gradient, 0, n, 3, 2, 0), 1e-5);
            assertEquals(2 * (Math.exp(x[3] - logSum) - 1), gradient[3], 1e-5);
            assertEquals(2 * Math.exp(x[4] - logSum), gradient[4], 1e-5);
            gradient = x.clone();
            assertEquals(logSum - x[3], kernels.crossEntropy(gradient, 0, n, 3, 2, 0.1f), 1e-5);
            double withZ = 1 + 2 * 0.1 * logSum;
            assertEquals(2 * (Math.exp(x[3] - logSum) * withZ - 1), gradient[3], 1e-5);
            assertEquals(2 * Math.exp(x[4] - logSum) * withZ, gradient[4], 1e-5);
        }
    }

    /** Every gradient kernel against differences of its forward kernel, in double steps through the float kernels. */
    @Test
    void gradientsMatchDifferences() {
        Kernels k = VectorKernels.INSTANCE;
        int n = 40;
        float[] x = normal(n);
        float[] y = normal(n);
        float[] dy = normal(n);
        float[] dx = new float[n];
        float[] dGain = new float[n];
        float[] inverses = new float[1];
        float[] out = new float[n];
        k.rmsNorm(x, 0, n, y, 0, out, 0, n, inverses, 0, 1, n, 1e-5f);
        k.rmsNormBackward(dy, 0, n, x, 0, n, y, 0, inverses, 0, dx, 0, n, false, dGain, 0, 1, n);
        differences(x, dx, dy, () -> k.rmsNorm(x, 0, n, y, 0, out, 0, n, inverses, 0, 1, n, 1e-5f), out);
        differences(y, dGain, dy, () -> k.rmsNorm(x, 0, n, y, 0, out, 0, n, inverses, 0, 1, n, 1e-5f), out);
        k.siluMultiplyBackward(dy, 0, x, 0, y, 0, dx, 0, dGain, 0, n);
        differences(x, dx, dy, () -> k.siluMultiply(x, 0, y, 0, out, 0, n), out);
        differences(y, dGain, dy, () -> k.siluMultiply(x, 0, y, 0, out, 0, n), out);
        float[] mean = new float[1];
        float[] dBias = new float[n];
        float[] bias = normal(n);
        Runnable layer = () -> k.layerNorm(x, 0, n, y, 0, bias, 0, out, 0, n, mean, 0, inverses, 0, 1, n, 1e-5f);
        layer.run();
        Arrays.fill(dGain, 0);
        k.layerNormBackward(dy, 0, n, x, 0, n, y, 0, mean, 0, inverses, 0, dx, 0, n, false, dGain, 0, dBias, 0, 1, n);
        differences(x, dx, dy, layer, out);
        differences(y, dGain, dy, layer, out);
        differences(bias, dBias, dy, layer, out);
        k.geluMultiplyBackward(dy, 0, x, 0, y, 0, dx, 0, dGain, 0, n);
        differences(x, dx, dy, () -> k.geluMultiply(x, 0, y, 0, out, 0, n), out);
        differences(y, dGain, dy, () -> k.geluMultiply(x, 0, y, 0, out, 0, n), out);
        k.geluBackward(dy, 0, x, 0, dx, 0, n);
        differences(x, dx, dy, () -> k.gelu(x, 0, out, 0, n), out);
        Runnable cap = () -> {
            System.arraycopy(x, 0, out, 0, n);
            k.softCap(out, 0, 0.7f, 1.5f, n);
        };
        cap.run();
        System.arraycopy(dy, 0, dx, 0, n);
        k.softCapBackward(dx, 0, out, 0, 0.7f, 1.5f, n);
        differences(x, dx, dy, cap, out);
        k.reluSquaredBackward(dy, 0, x, 0, dx, 0, n);
        differences(x, dx, dy, () -> k.reluSquared(x, 0, out, 0, n), out);
        Runnable softmax = () -> {
            System.arraycopy(x, 0, out, 0, n);
            k.softmax(out, 0, 0.7f, n);
        };
        softmax.run();
        float[] dp = dy.clone();
        k.softmaxBackward(dp, 0, out, 0, k.dot(out, 0, dy, 0, n), 0.7f, n);
        differences(x, dp, dy, softmax, out);
    }

    @Test
    void ropeTurnsThereAndBack() {
        int n = 36;
        float[] cos = new float[n / 2];
        float[] sin = new float[n / 2];
        for (int i = 0; i < n / 2; i++) {
            cos[i] = (float) Math.cos(i * 0.3);
            sin[i] = (float) Math.sin(i * 0.3);
        }
        float[] x = normal(n);
        float[] turned = x.clone();
        VectorKernels.INSTANCE.rope(turned, 0, cos, sin, 0, n, 1);
        assertEquals(x[2] * Math.cos(0.6) - x[20] * Math.sin(0.6), turned[2], 1e-6);
        assertEquals(x[20] * Math.cos(0.6) + x[2] * Math.sin(0.6), turned[20], 1e-6);
        VectorKernels.INSTANCE.rope(turned, 0, cos, sin, 0, n, -1);
        for (int i = 0; i < n; i++) {
            assertEquals(x[i], turned[i], 1e-6);
        }
    }

    @Test
    void adamWTakesThePublishedStep() {
        float[] w = {0.5f};
        float[] m = {0.1f};
        float[] v = {0.04f};
        VectorKernels.INSTANCE.adamW(w, 0, new float[] {0.6f}, 0, m, 0, v, 0, 1, 0.5f, 0.01f, 0.9f, 0.99f,
            0.19f, 0.0199f, 1e-8f, 0.1f);
        double first = 0.9 * 0.1 + 0.1 * 0.3;
        double second = 0.99 * 0.04 + 0.01 * 0.09;
        assertEquals(first, m[0], 1e-7);
        assertEquals(second, v[0], 1e-7);
        assertEquals(0.5 - 0.01 * (first / 0.19 / Math.sqrt(second / 0.0199) + 0.1 * 0.5), w[0], 1e-6);
    }

    @Test
    void muonsMomentumAndStepAreThePublishedOnes() {
        float[] gradient = {0.6f};
        float[] m = {0.1f};
        VectorKernels.INSTANCE.nesterov(gradient, 0, m, 0, 1, 0.5f, 0.95f);
        double mean = 0.95 * 0.1 + 0.05 * 0.3;
        assertEquals(mean, m[0], 1e-7);
        assertEquals(0.95 * mean + 0.05 * 0.3, gradient[0], 1e-7);
        float[] w = {0.5f};
        VectorKernels.INSTANCE.step(w, 0, gradient, 0, 1, 0.01f, 1.6f, 0.1f);
        assertEquals(0.5 - 0.01 * (1.6 * gradient[0] + 0.1 * 0.5), w[0], 1e-7);
    }

    private static void differences(float[] x, float[] gradient, float[] dy, Runnable forward, float[] out) {
        for (int i = 0; i < x.length; i++) {
            float old = x[i];
            float step = 2e-3f;
            x[i] = old + step;
            forward.run();
            double above = weighted(out, dy);
            x[i] = old - step;
            forward.run();
            double below = weighted(out, dy);
            x[i] = old;
            forward.run();
            assertEquals((above - below) / (2 * step), gradient[i], 2e-3 * (1 + Math.abs(gradient[i])), "element " + i);
        }
    }

    private static double weighted(float[] out, float[] dy) {
        double sum = 0;
        for (int i = 0; i < out.length; i++) {
            sum += (double) out[i] * dy[i];
        }
        return sum;
    }

    private static double[] toDoubles(float[] x) {
        double[] values = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            values[i] = x[i];
        }
        return values;
    }

    private static double done(Runnable call) {
        call.run();
        return 0;
    }

    private void agree(Use use) {
        agree(use, 0);
    }

    /** Runs both twins on the same arrays, ordinary and extreme; arrays end where the data does. */
    private void agree(Use use, int least) {
        for (int n : SIZES) {
            for (int round = 0; n >= least && round < 6; round++) {
                int at = random.nextInt(5);
                float[][] scalar = new float[7][];
                for (int i = 0; i < scalar.length; i++) {
                    scalar[i] = normal(at + n);
                    for (int bad = 0; round >= 3 && n > 0 && bad < 1 + n / 20; bad++) {
                        scalar[i][at + random.nextInt(n)] = EXTREMES[random.nextInt(EXTREMES.length)];
                    }
                }
                float[][] vector = new float[7][];
                Arrays.setAll(vector, i -> scalar[i].clone());
                double expected = use.of(ScalarKernels.INSTANCE, scalar, at, n);
                assertEquals(expected, use.of(VectorKernels.INSTANCE, vector, at, n), "returned for " + n);
                for (int i = 0; i < scalar.length; i++) {
                    same(scalar[i], vector[i], n);
                }
            }
        }
    }

    /** Equal bits, minus zero apart from zero; any NaN is as good as another. */
    private static void same(float[] expected, float[] found, int n) {
        int at = Arrays.mismatch(expected, found);
        assertTrue(at < 0, () -> "element " + at + " of " + n + ": " + expected[at] + " and " + found[at]);
    }

    private float[] normal(int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }
}
