package dev.longrun.tensor;

/**
 * The kernels of a training step other than matrix products. Everything is row-major {@code float[]} with an offset
 * ({@code xAt}); each call is sequential, callers split rows over a {@link ThreadTeam}. Both implementations give the
 * same bits: sums over a row are taken in 16 fixed lanes (element i goes to lane i mod 16, fused multiply-add in
 * order), which are then added pairwise (8, 4, 2, 1), whatever the vector width; {@code exp} is our own polynomial.
 */
public sealed interface Kernels permits ScalarKernels, VectorKernels {

    /** The kernels that this machine runs fastest. */
    static Kernels fastest() {
        return VectorKernels.INSTANCE;
    }

    /** The sum of {@code x[i] * y[i]}. */
    float dot(float[] x, int xAt, float[] y, int yAt, int n);

    /** {@code y += x}. */
    void add(float[] x, int xAt, float[] y, int yAt, int n);

    /** {@code y += factor * x}. */
    void addScaled(float[] x, int xAt, float factor, float[] y, int yAt, int n);

    /** {@code x *= factor}. */
    void scale(float[] x, int xAt, float factor, int n);

    /**
     * RMSNorm (arXiv 1910.07467) over {@code rows} rows of {@code width}: {@code y = x * inverse * gain},
     * {@code inverse = 1 / sqrt(mean(x^2) + epsilon)}, kept per row in {@code inverses} for the backward pass.
     * {@code xStride} and {@code yStride} are the distances between rows.
     */
    void rmsNorm(float[] x, int xAt, int xStride, float[] gain, int gainAt, float[] y, int yAt, int yStride,
        float[] inverses, int inversesAt, int rows, int width, float epsilon);

    /**
     * The backward of {@link #rmsNorm}: {@code dx += ...} when {@code accumulate}, else {@code dx = ...};
     * {@code dGain += ...} summed over the rows in order.
     */
    void rmsNormBackward(float[] dy, int dyAt, int dyStride, float[] x, int xAt, int xStride, float[] gain, int gainAt,
        float[] inverses, int inversesAt, float[] dx, int dxAt, int dxStride, boolean accumulate,
        float[] dGain, int dGainAt, int rows, int width);

    /**
     * LayerNorm (arXiv 1607.06450) over {@code rows} rows of {@code width}:
     * {@code y = (x - mean) * inverse * gain + bias}, {@code inverse = 1 / sqrt(mean((x - mean)^2) + epsilon)}; both
     * are kept per row for the backward pass. {@code y} must not overlap {@code x}.
     */
    void layerNorm(float[] x, int xAt, int xStride, float[] gain, int gainAt, float[] bias, int biasAt, float[] y,
        int yAt, int yStride, float[] means, int meansAt, float[] inverses, int inversesAt, int rows, int width,
        float epsilon);

    /**
     * The backward of {@link #layerNorm}: {@code dx += ...} when {@code accumulate}, else {@code dx = ...};
     * {@code dGain += ...} and {@code dBias += ...} summed over the rows in order.
     */
    void layerNormBackward(float[] dy, int dyAt, int dyStride, float[] x, int xAt, int xStride, float[] gain,
        int gainAt, float[] means, int meansAt, float[] inverses, int inversesAt, float[] dx, int dxAt, int dxStride,
        boolean accumulate, float[] dGain, int dGainAt, float[] dBias, int dBiasAt, int rows, int width);

    /**
     * Rotary embedding (arXiv 2104.09864) in place on one vector of {@code headWidth}, halves paired as Hugging Face
     * does: {@code (x[i], x[i + half])} turns by the angle whose cosine and sine stand at {@code cos[at + i]},
     * {@code sin[at + i]}, {@code i < half}. {@code sign} is 1 forward, -1 backward.
     */
    void rope(float[] x, int xAt, float[] cos, float[] sin, int tableAt, int headWidth, float sign);

    /** {@code y = silu(gate) * up}. */
    void siluMultiply(float[] gate, int gateAt, float[] up, int upAt, float[] y, int yAt, int n);

    /**
     * The backward of {@link #siluMultiply}; {@code dGate} may be {@code gate}'s place and {@code dUp} {@code up}'s.
     */
    void siluMultiplyBackward(float[] dy, int dyAt, float[] gate, int gateAt, float[] up, int upAt,
        float[] dGate, int dGateAt, float[] dUp, int dUpAt, int n);

    /**
     * {@code y = gelu(gate) * up} with {@code gelu(g) = g / 2 * (1 + tanh(sqrt(2 / pi) (g + 0.044715 g^3)))} (arXiv
     * 1606.08415).
     */
    void geluMultiply(float[] gate, int gateAt, float[] up, int upAt, float[] y, int yAt, int n);

    /**
     * The backward of {@link #geluMultiply}; {@code dGate} may be {@code gate}'s place and {@code dUp} {@code up}'s.
     */
    void geluMultiplyBackward(float[] dy, int dyAt, float[] gate, int gateAt, float[] up, int upAt,
        float[] dGate, int dGateAt, float[] dUp, int dUpAt, int n);

    /** {@code y = gelu(x)} by tanh, as {@link #geluMultiply}. */
    void gelu(float[] x, int xAt, float[] y, int yAt, int n);

    /** {@code dx = dy * gelu'(x)}; {@code dx} may be {@code x}'s place. */
    void geluBackward(float[] dy, int dyAt, float[] x, int xAt, float[] dx, int dxAt, int n);

    /** A soft cap in place: {@code x = cap * tanh(scale * x / cap)}. */
    void softCap(float[] x, int xAt, float scale, float cap, int n);

    /** The backward of {@link #softCap} in place, {@code y} being what it gave: {@code dy *= scale (1 - (y/cap)^2)}. */
    void softCapBackward(float[] dy, int dyAt, float[] y, int yAt, float scale, float cap, int n);

    /** {@code y = max(x, 0)^2}. */
    void reluSquared(float[] x, int xAt, float[] y, int yAt, int n);

    /** {@code dx = dy * 2 max(x, 0)}; {@code dx} may be {@code x}'s place. */
    void reluSquaredBackward(float[] dy, int dyAt, float[] x, int xAt, float[] dx, int dxAt, int n);

    /**
     * Softmax in place of {@code scale * x}, with the greatest subtracted first.
     *
     * @return the natural logarithm of the sum of {@code exp(scale * x)}
     */
    float softmax(float[] x, int xAt, float scale, int n);

    /** {@code x = exp(scale * x - logSum)}: {@link #softmax} again, from the logarithm that it returned. */
    void softmaxAgain(float[] x, int xAt, float scale, float logSum, int n);

    /**
     * The backward of softmax in place on {@code dp}: {@code ds = scale * p * (dp - rowDot)}, where {@code rowDot} is
     * the dot product of {@code p} and {@code dp} over the row.
     */
    void softmaxBackward(float[] dp, int dpAt, float[] p, int pAt, float rowDot, float scale, int n);

    /**
     * Cross-entropy of one row of logits against {@code target}, and in the logits' place {@code scale} times the
     * gradient of it and of {@code zLoss * z^2}, z the logarithm of the sum of their exponentials (PaLM, arXiv
     * 2204.02311, section 5): {@code scale * (p * (1 + 2 zLoss z) - [target])}.
     *
     * @return the cross-entropy alone, in nats
     */
    float crossEntropy(float[] logits, int at, int n, int target, float scale, float zLoss);

    /** The sum of squares, in double, over chunks of 4,096 elements, each summed in 16 float lanes as above. */
    double sumOfSquares(float[] x, int xAt, int n);

    /**
     * One AdamW update (arXiv 1711.05101), elementwise, in one pass:
     * {@code g = gradientScale * gradient; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
     * w -= rate * ((m / correction1) / (sqrt(v / correction2) + epsilon) + decay * w)}.
     */
    void adamW(float[] w, int wAt, float[] gradient, int gradientAt, float[] m, int mAt, float[] v, int vAt, int n,
        float gradientScale, float rate, float beta1, float beta2, float correction1, float correction2,
        float epsilon, float decay);

    /**
     * Nesterov momentum as Muon takes it (KellerJordan/Muon), in place of the gradient:
     * {@code g = gradientScale * gradient; m = momentum m + (1 - momentum) g;
     * gradient = momentum m + (1 - momentum) g}.
     */
    void nesterov(float[] gradient, int gradientAt, float[] m, int mAt, int n, float gradientScale, float momentum);

    /** A step along {@code x} with decoupled decay: {@code w -= rate * (factor * x + decay * w)}. */
    void step(float[] w, int wAt, float[] x, int xAt, int n, float rate, float factor, float decay);

    /**
     * Dropout (Srivastava et al., JMLR 15, 2014): {@code y = scale * x} where element i is kept, else 0, or
     * {@code y += ...} when {@code accumulate}; {@code y} may be {@code x}'s place. Element i is dropped where the
     * upper 31 bits of a hash of {@code key} and {@code first + i} lie below {@code threshold}: the same ones for the
     * same numbers, whoever asks.
     */
    void dropout(float[] x, int xAt, float[] y, int yAt, int n, int key, int first, int threshold, float scale,
        boolean accumulate);
}
