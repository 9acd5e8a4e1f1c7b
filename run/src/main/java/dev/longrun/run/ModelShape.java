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
    @Key(value = "Experts, as wide, that every token goes to besides; in grok2 one dense layer of so many widths",
        min = 0, max = 100_000, example = "1")
    Optional<Integer> sharedExperts,
    @Key(value = "Hidden width of one expert; left out, ffn_width", min = 8, max = 10_000_000, example = "2048")
    Optional<Integer> expertWidth,
    @Key(value = "Layers, the first ones, that have no experts", min = 0, max = 1000, example = "3")
    Optional<Integer> denseLayers,
    @Key(value = "Tokens that a query looks back, itself included: in all layers, in gemma2 in every second one, in "
        + "gemma3 in five of six; left out, all there are, in gemma2 4096, in gemma3 1024", unit = Unit.TOKENS, min = 1,
        max = 100_000_000, example = "4096")
    Optional<Integer> window,
    @Key("grok2: how its switches are read, as SGLang does or as llama.cpp does; left out, sglang")
    Optional<Reading> reading,
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
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), vocabulary, context,
            activation, qkNorm, tiedHead, ropeBase, normEpsilon);
    }

    /** Architecture families: docs/architectures.md. */
    public enum Family {
        /** RMSNorm, rotary embedding, no biases: Llama, Mistral, and with qk_norm Qwen 3. */
        LLAMA(Activation.SWIGLU),
        /** Llama with experts. */
        MIXTRAL(Activation.SWIGLU),
        /** Llama with biases of queries, keys and values. */
        QWEN2(Activation.SWIGLU),
        /** Qwen 3 with experts. */
        QWEN3_MOE(Activation.SWIGLU),
        /** Norms before and after each block, soft caps, a window in every second layer. */
        GEMMA2(Activation.GEGLU),
        /** Gemma 2 with normed queries and keys in place of the scores' cap, a window in five layers of six. */
        GEMMA3(Activation.GEGLU),
        /** LayerNorm and biases; learned positions. */
        GPT2(Activation.GELU),
        /** Experts, norms before and after each block, a cap of the scores, multipliers. */
        GROK1(Activation.GEGLU),
        /** Grok 1 with a dense layer beside the experts, and caps of router and logits. */
        GROK2(Activation.GEGLU),
        /** LayerNorm and biases; positions are learned or biases of the scores. Planned, not trained. */
        GPT(Activation.GELU);

        private final Activation activation;

        Family(Activation activation) {
            this.activation = activation;
        }

        /** The activation that its published models have. */
        public Activation activation() {
            return activation;
        }

        /** Whether queries and keys are normed; empty where that is free. */
        public Optional<Boolean> qkNorm() {
            return this == LLAMA ? Optional.empty() : Optional.of(this == QWEN3_MOE || this == GEMMA3);
        }

        /** Whether what a block adds to the stream is normed too. */
        public boolean postNorms() {
            return this == GEMMA2 || this == GEMMA3 || this == GROK1 || this == GROK2;
        }

        /** Whether its published models are mixtures of experts. */
        public boolean mixture() {
            return this == MIXTRAL || this == QWEN3_MOE || this == GROK1 || this == GROK2;
        }
    }

    /** How public engines read Grok 2, which they do in two ways. */
    public enum Reading {
        /** Router capped and not renormalised, attention temperature, plain rotary embedding. */
        SGLANG,
        /** Router renormalised and not capped, no temperature. */
        LLAMA_CPP
    }

    /** Tokens that a query of a layer sees at most: the context, or less where the layer has a window. */
    public int reach(int layer) {
        boolean windowed = switch (family) {
            case GEMMA2 -> layer % 2 == 0;
            case GEMMA3 -> (layer + 1) % 6 != 0;
            default -> true;
        };
        int usual = family == Family.GEMMA2 ? 4096 : family == Family.GEMMA3 ? 1024 : context;
        return windowed ? Math.min(context, window.orElse(usual)) : context;
    }

    /** Hidden width of the dense layer of a block: beside experts that of the shared ones in grok2, else none. */
    public int denseWidth() {
        return experts.isEmpty() ? ffnWidth
            : family == Family.GROK2 ? sharedExperts.orElse(0) * expertWidth.orElse(ffnWidth) : 0;
    }

    /** Feed-forward activations. */
    public enum Activation {
        /** down(silu(gate(x)) * up(x)): three matrices. */
        SWIGLU,
        /** down(relu(up(x))^2): two matrices. */
        RELU2,
        /** down(gelu(up(x))): two matrices. */
        GELU,
        /** down(gelu(gate(x)) * up(x)): three matrices. */
        GEGLU;

        /** Matrices beside down: gate and up, or up alone. */
        public int inputs() {
            return this == SWIGLU || this == GEGLU ? 2 : 1;
        }
    }
}
