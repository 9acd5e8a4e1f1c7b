package dev.longrun.run;

import java.util.Optional;

/**
 * A decoder transformer: dense, or with mixtures of experts ({@code experts}), its attention full, grouped
 * ({@code kvHeads}) or latent ({@code keyRank}). All widths in elements.
 */
public record ModelShape(
    @Key(value = "A published model to start from; other keys here override it", example = "llama-3-8b")
    Optional<String> preset,
    @Key("Architecture family")
    Family family,
    @Key(value = "Transformer blocks", min = 1, max = 1000, example = "4")
    int layers,
    @Key(value = "Width of the residual stream", min = 8, max = 1_000_000, example = "128")
    int width,
    @Key(value = "Query heads", min = 1, max = 100_000, example = "4")
    int heads,
    @Key(value = "Key-value heads (grouped-query attention when fewer than heads); divides heads", min = 1,
        max = 100_000, example = "4")
    int kvHeads,
    @Key(value = "Width of a head's queries and keys, even", min = 2, max = 1024, example = "32")
    int headWidth,
    @Key(value = "Multi-latent attention: width that keys and values are compressed to; left out, there is none",
        min = 1, max = 1_000_000, example = "512")
    Optional<Integer> keyRank,
    @Key(value = "Multi-latent attention: width that queries are compressed to; left out, they are not", min = 1,
        max = 1_000_000, example = "1536")
    Optional<Integer> queryRank,
    @Key(value = "Multi-latent attention: part of the head width that has the rotary embedding, common to all heads",
        min = 2, max = 1024, example = "64")
    Optional<Integer> ropeWidth,
    @Key(value = "Multi-latent attention: width of a head's values", min = 1, max = 1024, example = "128")
    Optional<Integer> valueWidth,
    @Key(value = "Hidden width of the feed-forward layer; of the layers without experts, where there are experts",
        min = 8, max = 10_000_000, example = "384")
    int ffnWidth,
    @Key(value = "Routed experts of a layer (mixture of experts); left out, the model is dense", min = 2,
        max = 100_000, example = "8")
    Optional<Integer> experts,
    @Key(value = "Routed experts that a token goes to", min = 1, max = 100_000, example = "2")
    Optional<Integer> expertsPerToken,
    @Key(value = "Experts, as wide, that every token goes to besides", min = 0, max = 100_000, example = "1")
    Optional<Integer> sharedExperts,
    @Key(value = "Hidden width of one expert; left out, ffn_width", min = 8, max = 10_000_000, example = "2048")
    Optional<Integer> expertWidth,
    @Key(value = "Layers, the first ones, that have no experts", min = 0, max = 1000, example = "3")
    Optional<Integer> denseLayers,
    @Key(value = "Tokens in the vocabulary", unit = Unit.TOKENS, min = 257, max = 10_000_000, example = "4096")
    int vocabulary,
    @Key(value = "Context length, also the length of a training sequence", unit = Unit.TOKENS, min = 8,
        max = 100_000_000, example = "256")
    int context,
    @Key("Feed-forward activation")
    Activation activation,
    @Key("RMS-normalise queries and keys per head before the rotary embedding")
    boolean qkNorm,
    @Key("Share one matrix between embedding and head")
    boolean tiedHead,
    @Key(value = "Base of the rotary embedding", min = 1, max = 1e12, example = "10000")
    double ropeBase,
    @Key(value = "Added to the mean square in RMSNorm", min = 1e-12, max = 1e-2, example = "1e-5")
    double normEpsilon) {

    /** A dense model whose attention is not latent. */
    public ModelShape(Optional<String> preset, Family family, int layers, int width, int heads, int kvHeads,
        int headWidth, int ffnWidth, int vocabulary, int context, Activation activation, boolean qkNorm,
        boolean tiedHead, double ropeBase, double normEpsilon) {
        this(preset, family, layers, width, heads, kvHeads, headWidth, Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), ffnWidth, Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), vocabulary, context, activation, qkNorm, tiedHead, ropeBase,
            normEpsilon);
    }

    /** Architecture families. */
    public enum Family {
        /** RMSNorm, rotary embedding, no biases. */
        LLAMA,
        /** LayerNorm and biases; positions are learned or biases of the scores. Planned, not trained. */
        GPT
    }

    /** Feed-forward activations. */
    public enum Activation {
        /** down(silu(gate(x)) * up(x)): three matrices. */
        SWIGLU,
        /** down(relu(up(x))^2): two matrices. */
        RELU2,
        /** down(gelu(up(x))): two matrices. Planned, not trained. */
        GELU,
        /** down(gelu(gate(x)) * up(x)): three matrices. Planned, not trained. */
        GEGLU;

        /** Matrices beside down: gate and up, or up alone. */
        public int inputs() {
            return this == SWIGLU || this == GEGLU ? 2 : 1;
        }
    }
}
