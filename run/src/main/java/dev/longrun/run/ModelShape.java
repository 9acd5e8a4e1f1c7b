package dev.longrun.run;

import java.util.Optional;

/** A dense decoder transformer. All widths in elements. */
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
    @Key(value = "Width of a head, even", min = 2, max = 1024, example = "32")
    int headWidth,
    @Key(value = "Hidden width of the feed-forward layer", min = 8, max = 10_000_000, example = "384")
    int ffnWidth,
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

    /** Architecture families. */
    public enum Family {
        /** RMSNorm, rotary embedding, grouped-query attention, gated or squared feed-forward. */
        LLAMA
    }

    /** Feed-forward activations. */
    public enum Activation {
        /** down(silu(gate(x)) * up(x)): three matrices. */
        SWIGLU,
        /** down(relu(up(x))^2): two matrices. */
        RELU2
    }
}
