package dev.longrun.tensor;

import java.util.Objects;

/**
 * The scalar twin of {@link VectorKernels}: the reference for every bit that it gives, written to be read.
 */
public final class ScalarKernels implements Kernels {

    /** The one instance; it keeps no state. */
    public static final ScalarKernels INSTANCE = new ScalarKernels();

    /** Lanes in which the sum over a row is taken. */
    static final int LANES = 16;

    /** Elements of one chunk of {@link #sumOfSquares}. */
    static final int CHUNK = 4096;

    // exp(x) = 2^n * exp(r), n = round(x / ln 2), r = x - n ln 2, |r| <= ln 2 / 2: Cody and Waite's reduction, then
    // 1 + r + r^2 q(r) with q fitted for the least greatest relative error (3.1e-9 before rounding).
    static final float LOG2_E = 1.44269504f;
    /** Adding it rounds to an integer, which then stands in the lowest bits. */
    static final float ROUNDER = 0x1.8p23f;
    static final float LN2_HIGH = 0x1.62e430p-1f;
    static final float LN2_LOW = -0x1.05c610p-29f;
    static final float Q0 = 0.49999994f;
    static final float Q1 = 0.1666652f;
    static final float Q2 = 0.0416684f;
    static final float Q3 = 0.008368851f;
    static final float Q4 = 0.001381432f;
    /** Above it exp is beyond the greatest float. */
    static final float EXP_HIGH = 88.7228f;
    /** Below it exp is taken for 0: results that are not normal numbers are not worth their cost. */
    static final float EXP_LOW = -87.33f;

    // tanh(x) = x + x^3 t(x^2) below the square given, t fitted for the least greatest relative error (1.0e-9 before
    // rounding); beyond it, where nothing cancels, by way of the exponential.
    static final float TANH_SQUARE = 0.3025f;
    static final float T0 = -0.33333316f;
    static final float T1 = 0.13332586f;
    static final float T2 = -0.05385231f;
    static final float T3 = 0.021071678f;
    static final float T4 = -0.006274239f;

    /** sqrt(8 / pi): gelu by tanh is g times the logistic function of sqrt(8 / pi) (g + 0.044715 g^3). */
    static final float GELU_1 = 1.5957691f;
    static final float GELU_3 = 0.07135481f;

    /** 2^32 over the golden ratio: neighbours' products lie far apart. */
    static final int GOLDEN = 0x9e3779b1;
    static final int MIX_1 = 0x85ebca6b;
    static final int MIX_2 = 0xc2b2ae35;

    private ScalarKernels() {
    }

    /** The exponential with a relative error below 2e-7 from -87.33 to 88.72; 0 below, infinity above. */
    static float exp(float x) {
        if (!(x <= EXP_HIGH)) {
            return x * Float.POSITIVE_INFINITY; // NaN stays
        }
        if (x < EXP_LOW) {
            return 0;
        }
        float rounded = Math.fma(x, LOG2_E, ROUNDER);
        float n = rounded - ROUNDER;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        float q = Math.fma(Math.fma(Math.fma(Math.fma(Q4, r, Q3), r, Q2), r, Q1), r, Q0);
        float p = Math.fma(Math.fma(q, r, 1), r, 1);
        return Float.intBitsToFloat(Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(rounded) << 23));
    }

    /** The hyperbolic tangent with a relative error below 4e-7. */
    static float tanh(float x) {
        float square = x * x;
        if (square < TANH_SQUARE) {
            float t = Math.fma(Math.fma(Math.fma(Math.fma(T4, square, T3), square, T2), square, T1), square, T0);
            return Math.fma(t, square * x, x);
        }
        return 1 - 2 / (1 + exp(x + x));
    }

    /** What gelu multiplies g by. */
    private static float geluShare(float g) {
        return 1 / (1 + exp(-(g * Math.fma(g * g, GELU_3, GELU_1))));
    }

    /** The derivative of gelu at g, from its share. */
    private static float geluSlope(float g, float share) {
        return Math.fma(g * share, (1 - share) * Math.fma(g * g, 3 * GELU_3, GELU_1), share);
    }

    /** The inverse of the root mean square of a row, from the sum of its squares. */
    static float inverseRootMean(float sumOfSquares, int width, float epsilon) {
        return (float) (1 / Math.sqrt((double) sumOfSquares / width + epsilon));
    }

    /** The factor of x in the gradient of RMSNorm, from {@code dot}, the sum of {@code dy * gain * x}. */
    static float normFactor(float inverse, int width, float dot) {
        return (float) (-(double) inverse * inverse * inverse / width * dot);
    }

    /** The logarithm of a sum of exponentials whose greatest exponent was taken out. */
    static float logSum(float greatest, float sum) {
        return (float) (greatest + StrictMath.log(sum));
    }

    /** What a probability counts for in the gradient of cross-entropy and z-loss; without z-loss {@code scale}. */
    static float withZLoss(float scale, float zLoss, float logSum) {
        return zLoss == 0 ? scale : scale * Math.fma(2 * zLoss, logSum, 1);
    }

    /** Sums 16 lanes pairwise: 8 with 8, 4 with 4, 2 with 2, 1 with 1. */
    private static float tree(float[] lanes) {
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                lanes[i] += lanes[i + half];
            }
        }
        return lanes[0];
    }

    @Override
    public float dot(float[] x, int xAt, float[] y, int yAt, int n) {
        float[] lanes = new float[LANES];
        // the row is taken as if zeros filled it up to a multiple of 16
        for (int i = 0; i < n || i % LANES != 0; i++) {
            float a = i < n ? x[xAt + i] : 0;
            float b = i < n ? y[yAt + i] : 0;
            lanes[i % LANES] = Math.fma(a, b, lanes[i % LANES]);
        }
        return tree(lanes);
    }

    @Override
    public void add(float[] x, int xAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] += x[xAt + i];
        }
    }

    @Override
    public void addScaled(float[] x, int xAt, float factor, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = Math.fma(factor, x[xAt + i], y[yAt + i]);
        }
    }

    @Override
    public void scale(float[] x, int xAt, float factor, int n) {
        for (int i = 0; i < n; i++) {
            x[xAt + i] *= factor;
        }
    }

    @Override
    public void rmsNorm(float[] x, int xAt, int xStride, float[] gain, int gainAt, float[] y, int yAt, int yStride,
        float[] inverses, int inversesAt, int rows, int width, float epsilon) {
        for (int row = 0; row < rows; row++) {
            int from = xAt + row * xStride;
            int to = yAt + row * yStride;
            float inverse = inverseRootMean(dot(x, from, x, from, width), width, epsilon);
            inverses[inversesAt + row] = inverse;
            normRow(x, from, inverse, gain, gainAt, y, to, width);
        }
    }

    static void normRow(float[] x, int xAt, float inverse, float[] gain, int gainAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = x[xAt + i] * inverse * gain[gainAt + i];
        }
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
            float factor = normFactor(inverse, width, weightedDot(dy, dyRow, gain, gainAt, x, xRow, width));
            normRowBackward(dy, dyRow, x, xRow, gain, gainAt, inverse, factor, dx, dxRow, accumulate, dGain, dGainAt,
                width);
        }
    }

    static void normRowBackward(float[] dy, int dyAt, float[] x, int xAt, float[] gain, int gainAt, float inverse,
        float factor, float[] dx, int dxAt, boolean accumulate, float[] dGain, int dGainAt, int n) {
        for (int i = 0; i < n; i++) {
            float own = x[xAt + i];
            float above = dy[dyAt + i];
            float change = Math.fma(own, factor, above * gain[gainAt + i] * inverse);
            dGain[dGainAt + i] = Math.fma(above, own * inverse, dGain[dGainAt + i]);
            dx[dxAt + i] = accumulate ? dx[dxAt + i] + change : change;
        }
    }

    private static float weightedDot(float[] dy, int dyAt, float[] gain, int gainAt, float[] x, int xAt, int n) {
        float[] lanes = new float[LANES];
        for (int i = 0; i < n || i % LANES != 0; i++) {
            float a = i < n ? dy[dyAt + i] * gain[gainAt + i] : 0;
            float b = i < n ? x[xAt + i] : 0;
            lanes[i % LANES] = Math.fma(a, b, lanes[i % LANES]);
        }
        return tree(lanes);
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
            for (int i = 0; i < width; i++) {
                y[to + i] = x[from + i] - mean;
            }
            float inverse = inverseRootMean(dot(y, to, y, to, width), width, epsilon);
            inverses[inversesAt + row] = inverse;
            layerRow(y, to, inverse, gain, gainAt, bias, biasAt, width);
        }
    }

    static void layerRow(float[] y, int yAt, float inverse, float[] gain, int gainAt, float[] bias, int biasAt,
        int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = Math.fma(y[yAt + i] * inverse, gain[gainAt + i], bias[biasAt + i]);
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
            float factor = normFactor(inverse, width, dot);
            float less = -inverse * dot(dy, dyRow, gain, gainAt, width) / width;
            layerRowBackward(dy, dyRow, x, xRow, gain, gainAt, mean, inverse, factor, less, dx, dxAt + row * dxStride,
                accumulate, dGain, dGainAt, dBias, dBiasAt, width);
        }
    }

    static void layerRowBackward(float[] dy, int dyAt, float[] x, int xAt, float[] gain, int gainAt, float mean,
        float inverse, float factor, float less, float[] dx, int dxAt, boolean accumulate, float[] dGain, int dGainAt,
        float[] dBias, int dBiasAt, int n) {
        for (int i = 0; i < n; i++) {
            float own = x[xAt + i] - mean;
            float above = dy[dyAt + i];
            float change = Math.fma(own, factor, Math.fma(above * gain[gainAt + i], inverse, less));
            dGain[dGainAt + i] = Math.fma(above, own * inverse, dGain[dGainAt + i]);
            dBias[dBiasAt + i] += above;
            dx[dxAt + i] = accumulate ? dx[dxAt + i] + change : change;
        }
    }

    private static float centredDot(float[] dy, int dyAt, float[] gain, int gainAt, float[] x, int xAt, float mean,
        int n) {
        float[] lanes = new float[LANES];
        for (int i = 0; i < n || i % LANES != 0; i++) {
            float a = i < n ? dy[dyAt + i] * gain[gainAt + i] : 0;
            float b = (i < n ? x[xAt + i] : 0) - mean;
            lanes[i % LANES] = Math.fma(a, b, lanes[i % LANES]);
        }
        return tree(lanes);
    }

    @Override
    public void rope(float[] x, int xAt, float[] cos, float[] sin, int tableAt, int headWidth, float sign) {
        ropeFrom(0, x, xAt, cos, sin, tableAt, headWidth / 2, sign);
    }

    static void ropeFrom(int first, float[] x, int xAt, float[] cos, float[] sin, int tableAt, int half, float sign) {
        for (int i = first; i < half; i++) {
            float c = cos[tableAt + i];
            float s = sin[tableAt + i] * sign;
            float a = x[xAt + i];
            float b = x[xAt + half + i];
            x[xAt + i] = Math.fma(a, c, -(b * s));
            x[xAt + half + i] = Math.fma(b, c, a * s);
        }
    }

    @Override
    public void siluMultiply(float[] gate, int gateAt, float[] up, int upAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            float g = gate[gateAt + i];
            y[yAt + i] = g / (1 + exp(-g)) * up[upAt + i];
        }
    }

    @Override
    public void siluMultiplyBackward(float[] dy, int dyAt, float[] gate, int gateAt, float[] up, int upAt,
        float[] dGate, int dGateAt, float[] dUp, int dUpAt, int n) {
        for (int i = 0; i < n; i++) {
            float g = gate[gateAt + i];
            float u = up[upAt + i];
            float d = dy[dyAt + i];
            float sigmoid = 1 / (1 + exp(-g));
            dUp[dUpAt + i] = d * (g * sigmoid);
            dGate[dGateAt + i] = d * u * (sigmoid * Math.fma(g, 1 - sigmoid, 1));
        }
    }

    @Override
    public void geluMultiply(float[] gate, int gateAt, float[] up, int upAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            float g = gate[gateAt + i];
            y[yAt + i] = g * geluShare(g) * up[upAt + i];
        }
    }

    @Override
    public void geluMultiplyBackward(float[] dy, int dyAt, float[] gate, int gateAt, float[] up, int upAt,
        float[] dGate, int dGateAt, float[] dUp, int dUpAt, int n) {
        for (int i = 0; i < n; i++) {
            float g = gate[gateAt + i];
            float u = up[upAt + i];
            float d = dy[dyAt + i];
            float share = geluShare(g);
            dUp[dUpAt + i] = d * (g * share);
            dGate[dGateAt + i] = d * u * geluSlope(g, share);
        }
    }

    @Override
    public void gelu(float[] x, int xAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] = x[xAt + i] * geluShare(x[xAt + i]);
        }
    }

    @Override
    public void geluBackward(float[] dy, int dyAt, float[] x, int xAt, float[] dx, int dxAt, int n) {
        for (int i = 0; i < n; i++) {
            float g = x[xAt + i];
            dx[dxAt + i] = dy[dyAt + i] * geluSlope(g, geluShare(g));
        }
    }

    @Override
    public void softCap(float[] x, int xAt, float scale, float cap, int n) {
        float inner = scale / cap;
        for (int i = 0; i < n; i++) {
            x[xAt + i] = cap * tanh(x[xAt + i] * inner);
        }
    }

    @Override
    public void softCapBackward(float[] dy, int dyAt, float[] y, int yAt, float scale, float cap, int n) {
        float inverse = 1 / cap;
        for (int i = 0; i < n; i++) {
            float t = y[yAt + i] * inverse;
            dy[dyAt + i] *= Math.fma(-t, t, 1) * scale;
        }
    }

    @Override
    public void reluSquared(float[] x, int xAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            float positive = Math.max(x[xAt + i], 0);
            y[yAt + i] = positive * positive;
        }
    }

    @Override
    public void reluSquaredBackward(float[] dy, int dyAt, float[] x, int xAt, float[] dx, int dxAt, int n) {
        for (int i = 0; i < n; i++) {
            float positive = Math.max(x[xAt + i], 0);
            dx[dxAt + i] = dy[dyAt + i] * (positive + positive);
        }
    }

    @Override
    public float softmax(float[] x, int xAt, float scale, int n) {
        float greatest = greatest(x, xAt, scale, n);
        softmaxAgain(x, xAt, scale, greatest, n);
        float sum = sum(x, xAt, n);
        scale(x, xAt, 1 / sum, n);
        return logSum(greatest, sum);
    }

    /** The greatest {@code scale * x}; NaN is passed over. */
    static float greatest(float[] x, int xAt, float scale, int n) {
        float greatest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            float value = scale * x[xAt + i];
            if (value > greatest) {
                greatest = value;
            }
        }
        return greatest;
    }

    private static float sum(float[] x, int xAt, int n) {
        float[] lanes = new float[LANES];
        for (int i = 0; i < n; i++) {
            lanes[i % LANES] += x[xAt + i];
        }
        return tree(lanes);
    }

    @Override
    public void softmaxAgain(float[] x, int xAt, float scale, float logSum, int n) {
        for (int i = 0; i < n; i++) {
            x[xAt + i] = exp(Math.fma(scale, x[xAt + i], -logSum));
        }
    }

    @Override
    public void softmaxBackward(float[] dp, int dpAt, float[] p, int pAt, float rowDot, float scale, int n) {
        for (int i = 0; i < n; i++) {
            dp[dpAt + i] = p[pAt + i] * (dp[dpAt + i] - rowDot) * scale;
        }
    }

    @Override
    public float crossEntropy(float[] logits, int at, int n, int target, float scale, float zLoss) {
        Objects.checkIndex(target, n);
        float wanted = logits[at + target];
        float greatest = greatest(logits, at, 1, n);
        softmaxAgain(logits, at, 1, greatest, n);
        float sum = sum(logits, at, n);
        float logSum = logSum(greatest, sum);
        scale(logits, at, withZLoss(scale, zLoss, logSum) / sum, n);
        logits[at + target] -= scale;
        return logSum - wanted;
    }

    @Override
    public double sumOfSquares(float[] x, int xAt, int n) {
        double sum = 0;
        for (int i = 0; i < n; i += CHUNK) {
            sum += dot(x, xAt + i, x, xAt + i, Math.min(CHUNK, n - i));
        }
        return sum;
    }

    @Override
    public void adamW(float[] w, int wAt, float[] gradient, int gradientAt, float[] m, int mAt, float[] v, int vAt,
        int n, float gradientScale, float rate, float beta1, float beta2, float correction1, float correction2,
        float epsilon, float decay) {
        float inverse1 = 1 / correction1;
        float inverse2 = 1 / correction2;
        for (int i = 0; i < n; i++) {
            float g = gradientScale * gradient[gradientAt + i];
            float first = Math.fma(beta1, m[mAt + i], (1 - beta1) * g);
            float second = Math.fma(beta2, v[vAt + i], (1 - beta2) * g * g);
            m[mAt + i] = first;
            v[vAt + i] = second;
            float root = (float) Math.sqrt(second * inverse2);
            float update = first * inverse1 / (root + epsilon);
            w[wAt + i] = Math.fma(-rate, Math.fma(decay, w[wAt + i], update), w[wAt + i]);
        }
    }

    @Override
    public void nesterov(float[] gradient, int gradientAt, float[] m, int mAt, int n, float gradientScale,
        float momentum) {
        for (int i = 0; i < n; i++) {
            float g = gradientScale * gradient[gradientAt + i] * (1 - momentum);
            float mean = Math.fma(momentum, m[mAt + i], g);
            m[mAt + i] = mean;
            gradient[gradientAt + i] = Math.fma(momentum, mean, g);
        }
    }

    @Override
    public void step(float[] w, int wAt, float[] x, int xAt, int n, float rate, float factor, float decay) {
        for (int i = 0; i < n; i++) {
            float old = w[wAt + i];
            w[wAt + i] = Math.fma(-rate, Math.fma(decay, old, factor * x[xAt + i]), old);
        }
    }

    @Override
    public void dropout(float[] x, int xAt, float[] y, int yAt, int n, int key, int first, int threshold, float scale,
        boolean accumulate) {
        for (int i = 0; i < n; i++) {
            float kept = (hash(key, first + i) >>> 1 < threshold ? 0 : scale) * x[xAt + i];
            y[yAt + i] = accumulate ? y[yAt + i] + kept : kept;
        }
    }

    /** A number's bits mixed with those of a key by the finalizer of MurmurHash3. */
    public static int hash(int key, int number) {
        int h = number * GOLDEN ^ key;
        h = (h ^ h >>> 16) * MIX_1;
        h = (h ^ h >>> 13) * MIX_2;
        return h ^ h >>> 16;
    }
}
