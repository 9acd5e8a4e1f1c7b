package dev.longrun.tensor;

import static dev.longrun.tensor.Lanes.ONE;
import static dev.longrun.tensor.Lanes.PARTS;
import static dev.longrun.tensor.Lanes.SPECIES;
import static dev.longrun.tensor.Lanes.WIDTH;
import static dev.longrun.tensor.Lanes.all;
import static dev.longrun.tensor.Lanes.load;
import static dev.longrun.tensor.Lanes.loadLast;
import static jdk.incubator.vector.VectorOperators.MAX;

import java.util.Objects;
import jdk.incubator.vector.FloatVector;

/**
 * The kernels on the Vector API, at the width that this machine prefers, bit for bit {@link ScalarKernels}. Sums over a
 * row are kept in up to four vectors (see {@link Lanes}) and a row's end is filled up with zeros; where nothing is
 * summed, the end is left to the scalar twin. Neither {@code reduceLanes(ADD)} nor {@code lanewise(EXP)} is used: their
 * bits differ between interpreter and compiled code.
 */
public final class VectorKernels implements Kernels {

    /** The one instance; it keeps no state. */
    public static final VectorKernels INSTANCE = new VectorKernels();

    private static final ScalarKernels SCALAR = ScalarKernels.INSTANCE;
    private static final int LANES = ScalarKernels.LANES;

    private VectorKernels() {
    }

    /** What a sum begins with. Not a constant vector: C2 would box the sum at every step to be its equal. */
    private static FloatVector zero() {
        return FloatVector.zero(SPECIES);
    }

    @Override
    public float dot(float[] x, int xAt, float[] y, int yAt, int n) {
        FloatVector s0 = zero();
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int whole = n & -LANES;
        for (int i = 0; i < whole; i += LANES) {
            s0 = load(x, xAt + i).fma(load(y, yAt + i), s0);
            if (PARTS > 1) {
                s1 = load(x, xAt + i + WIDTH).fma(load(y, yAt + i + WIDTH), s1);
            }
            if (PARTS > 2) {
                s2 = load(x, xAt + i + 2 * WIDTH).fma(load(y, yAt + i + 2 * WIDTH), s2);
                s3 = load(x, xAt + i + 3 * WIDTH).fma(load(y, yAt + i + 3 * WIDTH), s3);
            }
        }
        if (whole < n) {
            int left = n - whole;
            int xEnd = xAt + whole;
            int yEnd = yAt + whole;
            s0 = loadLast(x, xEnd, 0, left).fma(loadLast(y, yEnd, 0, left), s0);
            if (PARTS > 1) {
                s1 = loadLast(x, xEnd, WIDTH, left).fma(loadLast(y, yEnd, WIDTH, left), s1);
            }
            if (PARTS > 2) {
                s2 = loadLast(x, xEnd, 2 * WIDTH, left).fma(loadLast(y, yEnd, 2 * WIDTH, left), s2);
                s3 = loadLast(x, xEnd, 3 * WIDTH, left).fma(loadLast(y, yEnd, 3 * WIDTH, left), s3);
            }
        }
        return Lanes.sum(s0, s1, s2, s3);
    }

    @Override
    public void add(float[] x, int xAt, float[] y, int yAt, int n) {
        int whole = n & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            load(y, yAt + i).add(load(x, xAt + i)).intoArray(y, yAt + i);
        }
        SCALAR.add(x, xAt + whole, y, yAt + whole, n - whole);
    }

    @Override
    public void addScaled(float[] x, int xAt, float factor, float[] y, int yAt, int n) {
        FloatVector f = all(factor);
        int whole = n & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            f.fma(load(x, xAt + i), load(y, yAt + i)).intoArray(y, yAt + i);
        }
        SCALAR.addScaled(x, xAt + whole, factor, y, yAt + whole, n - whole);
    }

    @Override
    public void scale(float[] x, int xAt, float factor, int n) {
        FloatVector f = all(factor);
        int whole = n & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            load(x, xAt + i).mul(f).intoArray(x, xAt + i);
        }
        SCALAR.scale(x, xAt + whole, factor, n - whole);
    }

    @Override
    public void rmsNorm(float[] x, int xAt, int xStride, float[] gain, int gainAt, float[] y, int yAt, int yStride,
        float[] inverses, int inversesAt, int rows, int width, float epsilon) {
        for (int row = 0; row < rows; row++) {
            int from = xAt + row * xStride;
            float inverse = ScalarKernels.inverseRootMean(dot(x, from, x, from, width), width, epsilon);
            inverses[inversesAt + row] = inverse;
            normRow(x, from, inverse, gain, gainAt, y, yAt + row * yStride, width);
        }
    }

    private static void normRow(float[] x, int xAt, float inverse, float[] gain, int gainAt, float[] y, int yAt,
        int n) {
        FloatVector factor = all(inverse);
        int whole = n & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            load(x, xAt + i).mul(factor).mul(load(gain, gainAt + i)).intoArray(y, yAt + i);
        }
        ScalarKernels.normRow(x, xAt + whole, inverse, gain, gainAt + whole, y, yAt + whole, n - whole);
    }

    @Override
    public void rmsNormBackward(float[] dy, int dyAt, int dyStride, float[] x, int xAt, int xStride, float[] gain,
        int gainAt, float[] inverses, int inversesAt, float[] dx, int dxAt, int dxStride, boolean accumulate,
        float[] dGain, int dGainAt, int rows, int width) {
        for (int row = 0; row < rows; row++) {
            int dyRow = dyAt + row * dyStride;
            int xRow = xAt + row * xStride;
            int dxRow = dxAt + row * dxStride;
            float inverse = inverses[inversesAt + row];
            float dot = weightedDot(dy, dyRow, gain, gainAt, x, xRow, width);
            float factor = ScalarKernels.normFactor(inverse, width, dot);
            normRowBackward(dy, dyRow, x, xRow, gain, gainAt, inverse, factor, dx, dxRow, accumulate, dGain, dGainAt,
                width);
        }
    }

    private static float weightedDot(float[] dy, int dyAt, float[] gain, int gainAt, float[] x, int xAt, int n) {
        FloatVector s0 = zero();
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int whole = n & -LANES;
        for (int i = 0; i < whole; i += LANES) {
            s0 = weigh(dy, dyAt + i, gain, gainAt + i, x, xAt + i, s0);
            if (PARTS > 1) {
                s1 = weigh(dy, dyAt + i + WIDTH, gain, gainAt + i + WIDTH, x, xAt + i + WIDTH, s1);
            }
            if (PARTS > 2) {
                s2 = weigh(dy, dyAt + i + 2 * WIDTH, gain, gainAt + i + 2 * WIDTH, x, xAt + i + 2 * WIDTH, s2);
                s3 = weigh(dy, dyAt + i + 3 * WIDTH, gain, gainAt + i + 3 * WIDTH, x, xAt + i + 3 * WIDTH, s3);
            }
        }
        if (whole < n) {
            int left = n - whole;
            int dyEnd = dyAt + whole;
            int gainEnd = gainAt + whole;
            int xEnd = xAt + whole;
            s0 = weighLast(dy, dyEnd, gain, gainEnd, x, xEnd, 0, left, s0);
            if (PARTS > 1) {
                s1 = weighLast(dy, dyEnd, gain, gainEnd, x, xEnd, WIDTH, left, s1);
            }
            if (PARTS > 2) {
                s2 = weighLast(dy, dyEnd, gain, gainEnd, x, xEnd, 2 * WIDTH, left, s2);
                s3 = weighLast(dy, dyEnd, gain, gainEnd, x, xEnd, 3 * WIDTH, left, s3);
            }
        }
        return Lanes.sum(s0, s1, s2, s3);
    }

    private static FloatVector weigh(float[] dy, int dyAt, float[] gain, int gainAt, float[] x, int xAt,
        FloatVector sum) {
        return load(dy, dyAt).mul(load(gain, gainAt)).fma(load(x, xAt), sum);
    }

    private static FloatVector weighLast(float[] dy, int dyAt, float[] gain, int gainAt, float[] x, int xAt, int from,
        int left, FloatVector sum) {
        return loadLast(dy, dyAt, from, left).mul(loadLast(gain, gainAt, from, left))
            .fma(loadLast(x, xAt, from, left), sum);
    }

    private static void normRowBackward(float[] dy, int dyAt, float[] x, int xAt, float[] gain, int gainAt,
        float inverse, float factor, float[] dx, int dxAt, boolean accumulate, float[] dGain, int dGainAt, int n) {
        int whole = n & -WIDTH;
        FloatVector inverses = all(inverse);
        FloatVector factors = all(factor);
        for (int i = 0; i < whole; i += WIDTH) {
            FloatVector own = load(x, xAt + i);
            FloatVector above = load(dy, dyAt + i);
            FloatVector change = own.fma(factors, above.mul(load(gain, gainAt + i)).mul(inverses));
            above.fma(own.mul(inverses), load(dGain, dGainAt + i)).intoArray(dGain, dGainAt + i);
            if (accumulate) {
                load(dx, dxAt + i).add(change).intoArray(dx, dxAt + i);
            } else {
                change.intoArray(dx, dxAt + i);
            }
        }
        ScalarKernels.normRowBackward(dy, dyAt + whole, x, xAt + whole, gain, gainAt + whole, inverse, factor,
            dx, dxAt + whole, accumulate, dGain, dGainAt + whole, n - whole);
    }

    @Override
    public void layerNorm(float[] x, int xAt, int xStride, float[] gain, int gainAt, float[] bias, int biasAt,
        float[] y, int yAt, int yStride, float[] means, int meansAt, float[] inverses, int inversesAt, int rows,
        int width, float epsilon) {
        for (int row = 0; row < rows; row++) {
            int from = xAt + row * xStride;
            int to = yAt + row * yStride;
            float mean = sum(x, from, width) / width;
            means[meansAt + row] = mean;
            int whole = width & -WIDTH;
            FloatVector less = all(mean);
            for (int i = 0; i < whole; i += WIDTH) {
                load(x, from + i).sub(less).intoArray(y, to + i);
            }
            for (int i = whole; i < width; i++) {
                y[to + i] = x[from + i] - mean;
            }
            float inverse = ScalarKernels.inverseRootMean(dot(y, to, y, to, width), width, epsilon);
            inverses[inversesAt + row] = inverse;
            FloatVector factor = all(inverse);
            for (int i = 0; i < whole; i += WIDTH) {
                load(y, to + i).mul(factor).fma(load(gain, gainAt + i), load(bias, biasAt + i)).intoArray(y, to + i);
            }
            ScalarKernels.layerRow(y, to + whole, inverse, gain, gainAt + whole, bias, biasAt + whole, width - whole);
        }
    }

    @Override
    public void layerNormBackward(float[] dy, int dyAt, int dyStride, float[] x, int xAt, int xStride, float[] gain,
        int gainAt, float[] means, int meansAt, float[] inverses, int inversesAt, float[] dx, int dxAt, int dxStride,
        boolean accumulate, float[] dGain, int dGainAt, float[] dBias, int dBiasAt, int rows, int width) {
        for (int row = 0; row < rows; row++) {
            int dyRow = dyAt + row * dyStride;
            int xRow = xAt + row * xStride;
            float mean = means[meansAt + row];
            float inverse = inverses[inversesAt + row];
            float dot = centredDot(dy, dyRow, gain, gainAt, x, xRow, mean, width);
            float factor = ScalarKernels.normFactor(inverse, width, dot);
            float less = -inverse * dot(dy, dyRow, gain, gainAt, width) / width;
            layerRowBackward(dy, dyRow, x, xRow, gain, gainAt, mean, inverse, factor, less, dx, dxAt + row * dxStride,
                accumulate, dGain, dGainAt, dBias, dBiasAt, width);
        }
    }

    private static float centredDot(float[] dy, int dyAt, float[] gain, int gainAt, float[] x, int xAt, float mean,
        int n) {
        FloatVector less = all(mean);
        FloatVector s0 = zero();
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int whole = n & -LANES;
        for (int i = 0; i < whole; i += LANES) {
            s0 = weighCentred(dy, dyAt + i, gain, gainAt + i, x, xAt + i, less, s0);
            if (PARTS > 1) {
                s1 = weighCentred(dy, dyAt + i + WIDTH, gain, gainAt + i + WIDTH, x, xAt + i + WIDTH, less, s1);
            }
            if (PARTS > 2) {
                s2 = weighCentred(dy, dyAt + i + 2 * WIDTH, gain, gainAt + i + 2 * WIDTH, x, xAt + i + 2 * WIDTH, less,
                    s2);
                s3 = weighCentred(dy, dyAt + i + 3 * WIDTH, gain, gainAt + i + 3 * WIDTH, x, xAt + i + 3 * WIDTH, less,
                    s3);
            }
        }
        if (whole < n) {
            // beyond the row dy is taken as zero, and so is what it is multiplied by
            int left = n - whole;
            int dyEnd = dyAt + whole;
            int gainEnd = gainAt + whole;
            int xEnd = xAt + whole;
            s0 = weighLastCentred(dy, dyEnd, gain, gainEnd, x, xEnd, 0, left, less, s0);
            if (PARTS > 1) {
                s1 = weighLastCentred(dy, dyEnd, gain, gainEnd, x, xEnd, WIDTH, left, less, s1);
            }
            if (PARTS > 2) {
                s2 = weighLastCentred(dy, dyEnd, gain, gainEnd, x, xEnd, 2 * WIDTH, left, less, s2);
                s3 = weighLastCentred(dy, dyEnd, gain, gainEnd, x, xEnd, 3 * WIDTH, left, less, s3);
            }
        }
        return Lanes.sum(s0, s1, s2, s3);
    }

    private static FloatVector weighCentred(float[] dy, int dyAt, float[] gain, int gainAt, float[] x, int xAt,
        FloatVector less, FloatVector sum) {
        return load(dy, dyAt).mul(load(gain, gainAt)).fma(load(x, xAt).sub(less), sum);
    }

    private static FloatVector weighLastCentred(float[] dy, int dyAt, float[] gain, int gainAt, float[] x, int xAt,
        int from, int left, FloatVector less, FloatVector sum) {
        return loadLast(dy, dyAt, from, left).mul(loadLast(gain, gainAt, from, left))
            .fma(loadLast(x, xAt, from, left).sub(less), sum);
    }

    private static void layerRowBackward(float[] dy, int dyAt, float[] x, int xAt, float[] gain, int gainAt,
        float mean, float inverse, float factor, float less, float[] dx, int dxAt, boolean accumulate, float[] dGain,
        int dGainAt, float[] dBias, int dBiasAt, int n) {
        int whole = n & -WIDTH;
        FloatVector means = all(mean);
        FloatVector inverses = all(inverse);
        FloatVector factors = all(factor);
        FloatVector lesses = all(less);
        for (int i = 0; i < whole; i += WIDTH) {
            FloatVector own = load(x, xAt + i).sub(means);
            FloatVector above = load(dy, dyAt + i);
            FloatVector change = own.fma(factors, above.mul(load(gain, gainAt + i)).fma(inverses, lesses));
            above.fma(own.mul(inverses), load(dGain, dGainAt + i)).intoArray(dGain, dGainAt + i);
            load(dBias, dBiasAt + i).add(above).intoArray(dBias, dBiasAt + i);
            if (accumulate) {
                load(dx, dxAt + i).add(change).intoArray(dx, dxAt + i);
            } else {
                change.intoArray(dx, dxAt + i);
            }
        }
        ScalarKernels.layerRowBackward(dy, dyAt + whole, x, xAt + whole, gain, gainAt + whole, mean, inverse, factor,
            less, dx, dxAt + whole, accumulate, dGain, dGainAt + whole, dBias, dBiasAt + whole, n - whole);
    }

    @Override
    public void rope(float[] x, int xAt, float[] cos, float[] sin, int tableAt, int headWidth, float sign) {
        int half = headWidth / 2;
        int whole = half & -WIDTH;
        FloatVector signs = all(sign);
        for (int i = 0; i < whole; i += WIDTH) {
            FloatVector c = load(cos, tableAt + i);
            FloatVector s = load(sin, tableAt + i).mul(signs);
            FloatVector a = load(x, xAt + i);
            FloatVector b = load(x, xAt + half + i);
            a.fma(c, b.mul(s).neg()).intoArray(x, xAt + i);
            b.fma(c, a.mul(s)).intoArray(x, xAt + half + i);
        }
        ScalarKernels.ropeFrom(whole, x, xAt, cos, sin, tableAt, half, sign);
    }

    @Override
    public void siluMultiply(float[] gate, int gateAt, float[] up, int upAt, float[] y, int yAt, int n) {
        int whole = n & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            FloatVector g = load(gate, gateAt + i);
            g.div(Lanes.exp(g.neg()).add(ONE)).mul(load(up, upAt + i)).intoArray(y, yAt + i);
        }
        SCALAR.siluMultiply(gate, gateAt + whole, up, upAt + whole, y, yAt + whole, n - whole);
    }

    @Override
    public void siluMultiplyBackward(float[] dy, int dyAt, float[] gate, int gateAt, float[] up, int upAt,
        float[] dGate, int dGateAt, float[] dUp, int dUpAt, int n) {
        int whole = n & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            FloatVector g = load(gate, gateAt + i);
            FloatVector u = load(up, upAt + i);
            FloatVector d = load(dy, dyAt + i);
            FloatVector sigmoid = ONE.div(Lanes.exp(g.neg()).add(ONE));
            d.mul(g.mul(sigmoid)).intoArray(dUp, dUpAt + i);
            d.mul(u).mul(sigmoid.mul(g.fma(ONE.sub(sigmoid), ONE))).intoArray(dGate, dGateAt + i);
        }
        SCALAR.siluMultiplyBackward(dy, dyAt + whole, gate, gateAt + whole, up, upAt + whole, dGate, dGateAt + whole,
            dUp, dUpAt + whole, n - whole);
    }

    @Override
    public void geluMultiply(float[] gate, int gateAt, float[] up, int upAt, float[] y, int yAt, int n) {
        int whole = n & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            FloatVector g = load(gate, gateAt + i);
            g.mul(Lanes.geluShare(g)).mul(load(up, upAt + i)).intoArray(y, yAt + i);
        }
        SCALAR.geluMultiply(gate, gateAt + whole, up, upAt + whole, y, yAt + whole, n - whole);
    }

    @Override
    public void geluMultiplyBackward(float[] dy, int dyAt, float[] gate, int gateAt, float[] up, int upAt,
        float[] dGate, int dGateAt, float[] dUp, int dUpAt, int n) {
        int whole = n & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            FloatVector g = load(gate, gateAt + i);
            FloatVector u = load(up, upAt + i);
            FloatVector d = load(dy, dyAt + i);
            FloatVector share = Lanes.geluShare(g);
            d.mul(g.mul(share)).intoArray(dUp, dUpAt + i);
            d.mul(u).mul(Lanes.geluSlope(g, share)).intoArray(dGate, dGateAt + i);
        }
        SCALAR.geluMultiplyBackward(dy, dyAt + whole, gate, gateAt + whole, up, upAt + whole, dGate, dGateAt + whole,
            dUp, dUpAt + whole, n - whole);
    }

    @Override
    public void gelu(float[] x, int xAt, float[] y, int yAt, int n) {
        int whole = n & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            FloatVector g = load(x, xAt + i);
            g.mul(Lanes.geluShare(g)).intoArray(y, yAt + i);
        }
        SCALAR.gelu(x, xAt + whole, y, yAt + whole, n - whole);
    }

    @Override
    public void geluBackward(float[] dy, int dyAt, float[] x, int xAt, float[] dx, int dxAt, int n) {
        int whole = n & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            FloatVector g = load(x, xAt + i);
            load(dy, dyAt + i).mul(Lanes.geluSlope(g, Lanes.geluShare(g))).intoArray(dx, dxAt + i);
        }
        SCALAR.geluBackward(dy, dyAt + whole, x, xAt + whole, dx, dxAt + whole, n - whole);
    }

    @Override
    public void softCap(float[] x, int xAt, float scale, float cap, int n) {
        FloatVector inner = all(scale / cap);
        FloatVector outer = all(cap);
        int whole = n & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            outer.mul(Lanes.tanh(load(x, xAt + i).mul(inner))).intoArray(x, xAt + i);
        }
        SCALAR.softCap(x, xAt + whole, scale, cap, n - whole);
    }

    @Override
    public void softCapBackward(float[] dy, int dyAt, float[] y, int yAt, float scale, float cap, int n) {
        FloatVector inverse = all(1 / cap);
        FloatVector factor = all(scale);
        int whole = n & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            FloatVector t = load(y, yAt + i).mul(inverse);
            load(dy, dyAt + i).mul(t.neg().fma(t, ONE).mul(factor)).intoArray(dy, dyAt + i);
        }
        SCALAR.softCapBackward(dy, dyAt + whole, y, yAt + whole, scale, cap, n - whole);
    }

    @Override
    public void reluSquared(float[] x, int xAt, float[] y, int yAt, int n) {
        int whole = n & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            FloatVector positive = load(x, xAt + i).max(zero());
            positive.mul(positive).intoArray(y, yAt + i);
        }
        SCALAR.reluSquared(x, xAt + whole, y, yAt + whole, n - whole);
    }

    @Override
    public void reluSquaredBackward(float[] dy, int dyAt, float[] x, int xAt, float[] dx, int dxAt, int n) {
        int whole = n & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            FloatVector positive = load(x, xAt + i).max(zero());
            load(dy, dyAt + i).mul(positive.add(positive)).intoArray(dx, dxAt + i);
        }
        SCALAR.reluSquaredBackward(dy, dyAt + whole, x, xAt + whole, dx, dxAt + whole, n - whole);
    }

    @Override
    public float softmax(float[] x, int xAt, float scale, int n) {
        float greatest = greatest(x, xAt, scale, n);
        softmaxAgain(x, xAt, scale, greatest, n);
        float sum = sum(x, xAt, n);
        scale(x, xAt, 1 / sum, n);
        return ScalarKernels.logSum(greatest, sum);
    }

    private static float greatest(float[] x, int xAt, float scale, int n) {
        if (n < WIDTH) {
            return ScalarKernels.greatest(x, xAt, scale, n);
        }
        // the last vectors overlap those before: what is looked at twice changes nothing
        FloatVector factor = all(scale);
        FloatVector g0 = load(x, xAt).mul(factor);
        FloatVector g1 = load(x, xAt + n - WIDTH).mul(factor);
        FloatVector none = all(Float.NEGATIVE_INFINITY);
        g0 = Lanes.greater(none, g0);
        g1 = Lanes.greater(none, g1);
        for (int i = WIDTH; i < n - WIDTH; i += 2 * WIDTH) {
            g0 = Lanes.greater(g0, load(x, xAt + i).mul(factor));
            g1 = Lanes.greater(g1, load(x, xAt + Math.min(i + WIDTH, n - WIDTH)).mul(factor));
        }
        return Lanes.greater(g0, g1).reduceLanes(MAX);
    }

    /** The sum of a row. (A pass of its own: with the exponentials in it, C2 boxed vectors between methods.) */
    private static float sum(float[] x, int xAt, int n) {
        FloatVector s0 = zero();
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int whole = n & -LANES;
        for (int i = 0; i < whole; i += LANES) {
            s0 = s0.add(load(x, xAt + i));
            if (PARTS > 1) {
                s1 = s1.add(load(x, xAt + i + WIDTH));
            }
            if (PARTS > 2) {
                s2 = s2.add(load(x, xAt + i + 2 * WIDTH));
                s3 = s3.add(load(x, xAt + i + 3 * WIDTH));
            }
        }
        if (whole < n) {
            int left = n - whole;
            int end = xAt + whole;
            s0 = s0.add(loadLast(x, end, 0, left));
            if (PARTS > 1) {
                s1 = s1.add(loadLast(x, end, WIDTH, left));
            }
            if (PARTS > 2) {
                s2 = s2.add(loadLast(x, end, 2 * WIDTH, left));
                s3 = s3.add(loadLast(x, end, 3 * WIDTH, left));
            }
        }
        return Lanes.sum(s0, s1, s2, s3);
    }

    // A row's end is computed from a whole vector of its last elements, loaded before the row changes and stored after
    // it: what overlaps is stored twice with the same bits, and no mask is needed.

    @Override
    public void softmaxAgain(float[] x, int xAt, float scale, float logSum, int n) {
        if (n < WIDTH) {
            SCALAR.softmaxAgain(x, xAt, scale, logSum, n);
            return;
        }
        FloatVector factor = all(scale);
        FloatVector less = all(-logSum);
        int end = xAt + n - WIDTH;
        FloatVector last = Lanes.exp(factor.fma(load(x, end), less));
        for (int i = xAt; i < end; i += WIDTH) {
            Lanes.exp(factor.fma(load(x, i), less)).intoArray(x, i);
        }
        last.intoArray(x, end);
    }

    @Override
    public void softmaxBackward(float[] dp, int dpAt, float[] p, int pAt, float rowDot, float scale, int n) {
        if (n < WIDTH) {
            SCALAR.softmaxBackward(dp, dpAt, p, pAt, rowDot, scale, n);
            return;
        }
        FloatVector dot = all(rowDot);
        FloatVector factor = all(scale);
        int end = n - WIDTH;
        FloatVector last = load(p, pAt + end).mul(load(dp, dpAt + end).sub(dot)).mul(factor);
        for (int i = 0; i < end; i += WIDTH) {
            load(p, pAt + i).mul(load(dp, dpAt + i).sub(dot)).mul(factor).intoArray(dp, dpAt + i);
        }
        last.intoArray(dp, dpAt + end);
    }

    @Override
    public float crossEntropy(float[] logits, int at, int n, int target, float scale, float zLoss) {
        Objects.checkIndex(target, n);
        float wanted = logits[at + target];
        float greatest = greatest(logits, at, 1, n);
        softmaxAgain(logits, at, 1, greatest, n);
        float sum = sum(logits, at, n);
        float logSum = ScalarKernels.logSum(greatest, sum);
        scale(logits, at, ScalarKernels.withZLoss(scale, zLoss, logSum) / sum, n);
        logits[at + target] -= scale;
        return logSum - wanted;
    }

    @Override
    public double sumOfSquares(float[] x, int xAt, int n) {
        double sum = 0;
        for (int i = 0; i < n; i += ScalarKernels.CHUNK) {
            sum += dot(x, xAt + i, x, xAt + i, Math.min(ScalarKernels.CHUNK, n - i));
        }
        return sum;
    }

    @Override
    public void adamW(float[] w, int wAt, float[] gradient, int gradientAt, float[] m, int mAt, float[] v, int vAt,
        int n, float gradientScale, float rate, float beta1, float beta2, float correction1, float correction2,
        float epsilon, float decay) {
        float inverse1 = 1 / correction1;
        float inverse2 = 1 / correction2;
        int whole = n & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            FloatVector g = load(gradient, gradientAt + i).mul(all(gradientScale));
            FloatVector first = load(m, mAt + i).fma(all(beta1), g.mul(all(1 - beta1)));
            FloatVector second = load(v, vAt + i).fma(all(beta2), g.mul(all(1 - beta2)).mul(g));
            first.intoArray(m, mAt + i);
            second.intoArray(v, vAt + i);
            FloatVector root = second.mul(all(inverse2)).sqrt();
            FloatVector update = first.mul(all(inverse1)).div(root.add(all(epsilon)));
            FloatVector old = load(w, wAt + i);
            all(-rate).fma(all(decay).fma(old, update), old).intoArray(w, wAt + i);
        }
        SCALAR.adamW(w, wAt + whole, gradient, gradientAt + whole, m, mAt + whole, v, vAt + whole, n - whole,
            gradientScale, rate, beta1, beta2, correction1, correction2, epsilon, decay);
    }

    @Override
    public void nesterov(float[] gradient, int gradientAt, float[] m, int mAt, int n, float gradientScale,
        float momentum) {
        int whole = n & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            FloatVector g = load(gradient, gradientAt + i).mul(all(gradientScale)).mul(all(1 - momentum));
            FloatVector mean = all(momentum).fma(load(m, mAt + i), g);
            mean.intoArray(m, mAt + i);
            all(momentum).fma(mean, g).intoArray(gradient, gradientAt + i);
        }
        SCALAR.nesterov(gradient, gradientAt + whole, m, mAt + whole, n - whole, gradientScale, momentum);
    }

    @Override
    public void step(float[] w, int wAt, float[] x, int xAt, int n, float rate, float factor, float decay) {
        int whole = n & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            FloatVector old = load(w, wAt + i);
            FloatVector change = all(decay).fma(old, load(x, xAt + i).mul(all(factor)));
            all(-rate).fma(change, old).intoArray(w, wAt + i);
        }
        SCALAR.step(w, wAt + whole, x, xAt + whole, n - whole, rate, factor, decay);
    }

    @Override
    public void dropout(float[] x, int xAt, float[] y, int yAt, int n, int key, int first, int threshold, float scale,
        boolean accumulate) {
        int whole = n & -WIDTH;
        for (int i = 0; i < whole; i += WIDTH) {
            FloatVector factor = Lanes.kept(key, first + i, threshold, scale);
            FloatVector kept = factor.mul(load(x, xAt + i));
            (accumulate ? load(y, yAt + i).add(kept) : kept).intoArray(y, yAt + i);
        }
        SCALAR.dropout(x, xAt + whole, y, yAt + whole, n - whole, key, first + whole, threshold, scale, accumulate);
    }
}
