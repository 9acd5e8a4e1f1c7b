package dev.longrun.model;

/**
 * A dense decoder in the Llama shape: RMSNorm, rotary embedding, grouped-query attention, a gated feed-forward layer,
 * no biases. With {@code qkNorm} it is Qwen3's block; with {@link Activation#RELU2} it has no Hugging Face twin.
 *
 * @param vocabulary tokens in the vocabulary
 * @param width width of the residual stream
 * @param layers transformer blocks
 * @param heads query heads
 * @param kvHeads key-value heads, a divisor of {@code heads}
 * @param headWidth width of a head, even; {@code heads * headWidth} need not be {@code width}
 * @param ffnWidth hidden width of the feed-forward layer
 * @param context longest sequence in tokens
 * @param activation feed-forward activation
 * @param qkNorm whether queries and keys are RMS-normalised per head, before the rotary embedding
 * @param tiedHead whether embedding and head share one matrix
 * @param ropeBase base of the rotary embedding
 * @param normEpsilon added to the mean square in RMSNorm
 */
public record LlamaConfig(int vocabulary, int width, int layers, int heads, int kvHeads, int headWidth, int ffnWidth,
    int context, Activation activation, boolean qkNorm, boolean tiedHead, double ropeBase, double normEpsilon)
    implements ModelConfig {

    /** Feed-forward activations. */
    public enum Activation {
        /** {@code down(silu(gate(x)) * up(x))}: three matrices (arXiv 2002.05202). */
        SWIGLU,
        /** {@code down(max(up(x), 0)^2)}: two matrices (arXiv 2109.08668). */
        RELU2
    }

    /** Checks every value by itself and against the others; throws {@link ModelException}. */
    public LlamaConfig {
        positive("vocabulary", vocabulary);
        positive("width", width);
        positive("layers", layers);
        positive("heads", heads);
        positive("kv heads", kvHeads);
        positive("head width", headWidth);
        positive("feed-forward width", ffnWidth);
        positive("context", context);
        require(heads % kvHeads == 0, "kv heads " + kvHeads + " do not divide heads " + heads);
        require(headWidth % 2 == 0, "head width " + headWidth + " is odd; the rotary embedding turns pairs");
        require((heads + 2L * kvHeads) * headWidth <= Integer.MAX_VALUE, "heads of " + headWidth + " are too many");
        require(ropeBase >= 1 && ropeBase < Double.POSITIVE_INFINITY, "rope base " + ropeBase + " is not 1 or more");
        require(normEpsilon > 0 && normEpsilon < 1, "norm epsilon " + normEpsilon + " is not between 0 and 1");
    }

    static LlamaConfig of(Architecture model) {
        return new LlamaConfig(model.vocabulary(), model.width(), model.layers(), model.heads().count(),
            model.heads().kv(), model.heads().width(), model.feedForward().width(), model.context(),
            Activation.valueOf(model.feedForward().activation().name()), model.norms().queryKey(), model.tiedHead(),
            ((Architecture.Rotary) model.positions()).base(), model.norms().epsilon());
    }

    Architecture architecture() {
        return new Architecture(activation == Activation.RELU2 ? Family.LONGRUN : qkNorm ? Family.QWEN3 : Family.LLAMA,
            vocabulary, width, layers, context,
            new Architecture.Norms(Architecture.Norm.RMS, normEpsilon, false, qkNorm),
            Architecture.Heads.plain(heads, kvHeads, headWidth), HfWindows.none(layers),
            Architecture.Rotary.plain(ropeBase), new Architecture.Hidden(
                Architecture.Activation.valueOf(activation.name()), ffnWidth, false),
            java.util.Optional.empty(), 1, 1, 0, tiedHead);
    }

    /** Width of all query heads together. */
    int queryWidth() {
        return heads * headWidth;
    }

    /** Width of queries, keys and values together. */
    int qkvWidth() {
        return (heads + 2 * kvHeads) * headWidth;
    }

    /** Query heads that share one key-value head. */
    int group() {
        return heads / kvHeads;
    }

    /** Width that the first feed-forward product gives: gate and up, or up alone. */
    int hiddenWidth() {
        return activation == Activation.SWIGLU ? Math.multiplyExact(2, ffnWidth) : ffnWidth;
    }

    @Override
    public long parameters() {
        long layer = 2L * width + (long) qkvWidth() * width + (long) width * queryWidth()
            + (qkNorm ? 2L * headWidth : 0) + (long) hiddenWidth() * width + (long) width * ffnWidth;
        return (tiedHead ? 1L : 2L) * vocabulary * width + layers * layer + width;
    }

    private static void positive(String what, int value) {
        require(value > 0, what + " " + value + " is not positive");
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new ModelException("model: " + message);
        }
    }
}
