package dev.longrun.cluster;

import java.util.Optional;

/**
 * A decoder transformer as the arithmetic of a step sees it. Widths in elements.
 *
 * @param layers transformer blocks
 * @param width of the residual stream, h
 * @param heads of the queries
 * @param kvHeads of keys and values; fewer than {@code heads} in grouped-query attention
 * @param headWidth of queries, keys and values, where there is no {@code latent}
 * @param ffnWidth hidden width of a dense feed-forward layer
 * @param gated three matrices in a feed-forward layer (SwiGLU, GEGLU) rather than two
 * @param vocabulary tokens
 * @param tiedHead whether embedding and head share one matrix
 * @param experts where some feed-forward layers are mixtures
 * @param latent where keys and values are compressed (multi-latent attention)
 */
public record Transformer(int layers, int width, int heads, int kvHeads, int headWidth, int ffnWidth, boolean gated,
    int vocabulary, boolean tiedHead, Optional<Experts> experts, Optional<Latent> latent) {

    /**
     * A mixture of experts in place of the feed-forward layer.
     *
     * @param count of routed experts
     * @param perToken routed experts that a token goes to
     * @param shared experts that every token goes to, of the same width
     * @param width hidden width of one expert
     * @param denseLayers layers, the first ones, that keep the dense feed-forward
     */
    public record Experts(int count, int perToken, int shared, int width, int denseLayers) {
    }

    /**
     * Multi-latent attention (DeepSeek-V2, arXiv 2405.04434).
     *
     * @param queryRank of the queries' compression; 0 for none
     * @param keyRank of the common compression of keys and values
     * @param nopeWidth of a head's part without rotary embedding
     * @param ropeWidth of a head's part with it
     * @param valueWidth of a head's values
     */
    public record Latent(int queryRank, int keyRank, int nopeWidth, int ropeWidth, int valueWidth) {
    }
}
