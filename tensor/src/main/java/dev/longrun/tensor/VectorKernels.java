package dev.longrun.tensor;

/**
 * The kernels on the Vector API.
 */
public final class VectorKernels implements Kernels {

    /** The one instance; it keeps no state. */
    public static final VectorKernels INSTANCE = new VectorKernels();

    private static final ScalarKernels SCALAR = ScalarKernels.INSTANCE;

    private VectorKernels() {
    }

    @Override
    public float dot(float[] x, int xAt, float[] y, int yAt, int n) {
        return SCALAR.dot(x, xAt, y, yAt, n);
    }

    @Override
    public void add(float[] x, int xAt, float[] y, int yAt, int n) {
        SCALAR.add(x, xAt, y, yAt, n);
    }

    @Override
    public void scale(float[] x, int xAt, float factor, int n) {
        SCALAR.scale(x, xAt, factor, n);
    }

    @Override
    public void rmsNorm(float[] x, int xAt, int xStride, float[] gain, int gainAt, float[] y, int yAt, int yStride,
        float[] inverses, int inversesAt, int rows, int width, float epsilon) {
        SCALAR.rmsNorm(x, xAt, xStride, gain, gainAt, y, yAt, yStride, inverses, inversesAt, rows, width, epsilon);
    }

    @Override
    public void rmsNormBackward(float[] dy, int dyAt, int dyStride, float[] x, int xAt, int xStride, float[] gain,
        int gainAt, float[] inverses, int inversesAt, float[] dx, int dxAt, int dxStride, boolean accumulate,
        float[] dGain, int dGainAt, int rows, int width) {
        SCALAR.rmsNormBackward(dy, dyAt, dyStride, x, xAt, xStride, gain, gainAt, inverses, inversesAt, dx, dxAt,
            dxStride, accumulate, dGain, dGainAt, rows, width);
    }

    @Override
    public void rope(float[] x, int xAt, float[] cos, float[] sin, int tableAt, int headWidth, float sign) {
        SCALAR.rope(x, xAt, cos, sin, tableAt, headWidth, sign);
    }

    @Override
    public void siluMultiply(float[] gate, int gateAt, float[] up, int upAt, float[] y, int yAt, int n) {
        SCALAR.siluMultiply(gate, gateAt, up, upAt, y, yAt, n);
    }

    @Override
    public void siluMultiplyBackward(float[] dy, int dyAt, float[] gate, int gateAt, float[] up, int upAt,
        float[] dGate, int dGateAt, float[] dUp, int dUpAt, int n) {
        SCALAR.siluMultiplyBackward(dy, dyAt, gate, gateAt, up, upAt, dGate, dGateAt, dUp, dUpAt, n);
    }

    @Override
    public void reluSquared(float[] x, int xAt, float[] y, int yAt, int n) {
        SCALAR.reluSquared(x, xAt, y, yAt, n);
    }

    @Override
    public void reluSquaredBackward(float[] dy, int dyAt, float[] x, int xAt, float[] dx, int dxAt, int n) {
        SCALAR.reluSquaredBackward(dy, dyAt, x, xAt, dx, dxAt, n);
    }

    @Override
    public float softmax(float[] x, int xAt, float scale, int n) {
        return SCALAR.softmax(x, xAt, scale, n);
    }

    @Override
    public void softmaxAgain(float[] x, int xAt, float scale, float logSum, int n) {
        SCALAR.softmaxAgain(x, xAt, scale, logSum, n);
    }

    @Override
    public void softmaxBackward(float[] dp, int dpAt, float[] p, int pAt, float rowDot, float scale, int n) {
        SCALAR.softmaxBackward(dp, dpAt, p, pAt, rowDot, scale, n);
    }

    @Override
    public float crossEntropy(float[] logits, int at, int n, int target, float scale) {
        return SCALAR.crossEntropy(logits, at, n, target, scale);
    }

    @Override
    public double sumOfSquares(float[] x, int xAt, int n) {
        return SCALAR.sumOfSquares(x, xAt, n);
    }

    @Override
    public void adamW(float[] w, int wAt, float[] gradient, int gradientAt, float[] m, int mAt, float[] v, int vAt,
        int n, float gradientScale, float rate, float beta1, float beta2, float correction1, float correction2,
        float epsilon, float decay) {
        SCALAR.adamW(w, wAt, gradient, gradientAt, m, mAt, v, vAt, n, gradientScale, rate, beta1, beta2,
            correction1, correction2, epsilon, decay);
    }
}
