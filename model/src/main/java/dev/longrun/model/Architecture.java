package dev.longrun.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a model computes, feature by feature: everything but its numbers. One record for all families, one pass and one
 * decoder that read it; a family only says how its files spell it ({@link HfFamily}). A block is
 * {@code x += post(Attention(norm(x))); x += post(FeedForward(norm(x)))}, the logits
 * {@code cap(logitScale * head(norm(x)))}.
 *
 * @param family whose words its files use
 * @param vocabulary tokens in the vocabulary
 * @param width width of the residual stream
 * @param layers transformer blocks
 * @param context longest sequence in tokens
 * @param norms the norms
 * @param heads attention
 * @param windows a layer each: how many tokens back a query sees, itself included; 0 for all of them
 * @param positions how tokens know their places
 * @param feedForward the dense feed-forward layer; where there are experts, the one beside them
 * @param experts mixture of experts, in every layer or in none
 * @param embeddingScale the embedding's rows are multiplied by it
 * @param logitScale the head's products are multiplied by it
 * @param logitCap {@code cap * tanh(logits / cap)}; 0 for none
 * @param tiedHead whether embedding and head share one matrix
 */
public record Architecture(Family family, int vocabulary, int width, int layers, int context, Norms norms, Heads heads,
    List<Integer> windows, Positions positions, Hidden feedForward, Optional<Experts> experts, double embeddingScale,
    double logitScale, double logitCap, boolean tiedHead) {

    /** How rows are normed. */
    public enum Norm {
        /** {@code x w / rms(x)} (arXiv 1910.07467). */
        RMS,
        /** {@code x (1 + w) / rms(x)}: Gemma's, whose weights start at 0. */
        RMS_PLUS_ONE,
        /** {@code (x - mean) w / deviation + b} (arXiv 1607.06450). */
        LAYER
    }

    /**
     * The norms of the model.
     *
     * @param kind of all norms
     * @param epsilon added to the mean square
     * @param post whether what a block adds to the stream is normed too ("sandwich")
     * @param queryKey whether queries and keys are normed per head, before the rotary embedding
     */
    public record Norms(Norm kind, double epsilon, boolean post, boolean queryKey) {
    }

    /**
     * Attention: {@code softmax(t * cap(scale * q k)) v}.
     *
     * @param count query heads
     * @param kv key-value heads, a divisor of {@code count}
     * @param width width of a head, even with a rotary embedding; {@code count * width} need not be the model's width
     * @param scale of the scores
     * @param cap soft cap of the scores, {@code cap * tanh(scores / cap)}; 0 for none
     * @param temperatureTokens the scores of a query at place i beyond it, counted from 0, are multiplied by
     *     {@code log(i) / log(temperatureTokens)}; 0 for none
     * @param inputBias whether queries, keys and values have biases
     * @param outputBias whether the product back into the stream has a bias
     */
    public record Heads(int count, int kv, int width, double scale, double cap, int temperatureTokens,
        boolean inputBias, boolean outputBias) {

        /** Scores over the root of the head's width, nothing else. */
        public static Heads plain(int count, int kv, int width) {
            return new Heads(count, kv, width, 1 / Math.sqrt(width), 0, 0, false, false);
        }
    }

    /** How tokens know their places. */
    public sealed interface Positions {
    }

    /** A learned vector a place, added to the embedding: a table [context, width]. */
    public record Learned() implements Positions {
    }

    /**
     * Rotary embedding (arXiv 2104.09864), a vector's halves paired.
     *
     * @param base angle of pair i at place p: {@code p * base^(-2 i / width)}
     * @param scaling of the frequencies, for contexts longer than those of training
     * @param windowedBase base of the layers with a window, whose frequencies are never scaled; 0 for the same as all
     */
    public record Rotary(double base, RopeScaling scaling, double windowedBase) implements Positions {

        /** One base, no scaling. */
        public static Rotary plain(double base) {
            return new Rotary(base, new RopeScaling.None(), 0);
        }
    }

    /** Feed-forward activations. */
    public enum Activation {
        /** {@code down(silu(gate(x)) * up(x))}: three matrices (arXiv 2002.05202). */
        SWIGLU(true),
        /** {@code down(gelu(gate(x)) * up(x))}, gelu by tanh: three matrices (arXiv 2002.05202). */
        GEGLU(true),
        /** {@code down(gelu(up(x)))}, gelu by tanh: two matrices (arXiv 1606.08415). */
        GELU(false),
        /** {@code down(max(up(x), 0)^2)}: two matrices (arXiv 2109.08668). */
        RELU2(false);

        private final boolean gated;

        Activation(boolean gated) {
            this.gated = gated;
        }

        /** Whether there is a gate beside up. */
        public boolean gated() {
            return gated;
        }
    }

    /**
     * A dense feed-forward layer.
     *
     * @param activation of the experts too
     * @param width hidden width; 0 where there are experts alone
     * @param bias whether its matrices have biases
     */
    public record Hidden(Activation activation, int width, boolean bias) {
    }

    /**
     * Mixture of experts: {@code sum of w_e * expert_e(x)} over the likeliest {@code chosen} experts by a router in
     * f32. Where there is a dense layer beside them, the block is {@code (dense(x) + experts(x)) / sqrt 2}.
     *
     * @param count experts
     * @param chosen experts that a token goes to
     * @param width hidden width of one expert
     * @param renormalised whether a token's weights are made to add up to 1; else they are the router's probabilities
     * @param routerCap soft cap of the router's logits; 0 for none
     */
    public record Experts(int count, int chosen, int width, boolean renormalised, double routerCap) {
    }

    /** Checks every value by itself and against the others; throws {@link ModelException}. */
    public Architecture {
        windows = List.copyOf(windows);
        ArchitectureChecks.check(vocabulary, width, layers, context, norms, heads, windows, positions, feedForward,
            experts, embeddingScale, logitScale, logitCap);
    }

    /** A dense model in Llama's block; with {@code qkNorm} Qwen 3's, with squared ReLU our own. */
    public static Architecture llama(int vocabulary, int width, int layers, int heads, int kvHeads, int headWidth,
        int ffnWidth, int context, Activation activation, boolean qkNorm, boolean tiedHead, double ropeBase,
        double normEpsilon) {
        Family family = activation == Activation.RELU2 ? Family.LONGRUN : qkNorm ? Family.QWEN3 : Family.LLAMA;
        return new Architecture(family, vocabulary, width, layers, context,
            new Norms(Norm.RMS, normEpsilon, false, qkNorm), Heads.plain(heads, kvHeads, headWidth),
            HfWindows.none(layers), Rotary.plain(ropeBase), new Hidden(activation, ffnWidth, false), Optional.empty(),
            1, 1, 0, tiedHead);
    }

    /**
     * Reads a Hugging Face {@code config.json}.
     *
     * @throws ModelException if the file cannot be read, or says what no family here can do
     */
    public static Architecture read(Path file) {
        return HfConfig.read(file);
    }

    /**
     * Writes a Hugging Face {@code config.json}, in place.
     *
     * @throws ModelException if the file cannot be written
     */
    public void write(Path file) {
        HfConfig.write(file, this);
    }

    /** All parameters, embedding and head included; a tied head counts once. */
    public long parameters() {
        return new TensorList(this).elements();
    }

    /** Width of all query heads together. */
    public int queryWidth() {
        return heads.count * heads.width;
    }

    /** Width of queries, keys and values together. */
    public int qkvWidth() {
        return (heads.count + 2 * heads.kv) * heads.width;
    }

    /** Query heads that share one key-value head. */
    public int group() {
        return heads.count / heads.kv;
    }

    /** Width that the first product of a feed-forward layer of this hidden width gives: gate and up, or up alone. */
    public int inputWidth(int hidden) {
        return feedForward.activation.gated ? Math.multiplyExact(2, hidden) : hidden;
    }

    /** Whether a dense layer stands beside experts. */
    public boolean residualExperts() {
        return experts.isPresent() && feedForward.width > 0;
    }

    /** Tokens that a query of a layer sees at most. */
    public int reach(int layer) {
        return windows.get(layer) == 0 ? context : Math.min(context, windows.get(layer));
    }
}
