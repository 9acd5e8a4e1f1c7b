package dev.longrun.cluster;

import dev.longrun.cluster.Transformer.Experts;
import dev.longrun.cluster.Transformer.Latent;

/**
 * Weights of one layer's matrices. Norms and biases are left out: about 1 in h of the rest. Experts count whole, by all
 * that are held, not by those that a token meets.
 *
 * @param attention query, key, value and output
 * @param dense feed-forward of a layer without experts
 * @param routed all routed experts of a layer, 0 without
 * @param shared experts that every token meets, and the router
 */
record LayerWeights(double attention, double dense, double routed, double shared) {

    static LayerWeights of(Transformer model) {
        double h = model.width();
        double matrices = model.gated() ? 3 : 2;
        double routed = 0;
        double shared = 0;
        if (model.experts().isPresent()) {
            Experts experts = model.experts().get();
            routed = matrices * h * experts.width() * experts.count();
            shared = matrices * h * experts.width() * experts.shared() + h * experts.count();
        }
        double attention = model.latent().map(latent -> latent(latent, h, model.heads()))
            .orElseGet(() -> 2 * h * model.headWidth() * ((double) model.heads() + model.kvHeads()));
        return new LayerWeights(attention, matrices * h * model.ffnWidth(), routed, shared);
    }

    private static double latent(Latent at, double h, int heads) {
        double queryWidth = (double) heads * (at.nopeWidth() + at.ropeWidth());
        double queries = at.queryRank() == 0 ? h * queryWidth : at.queryRank() * (h + queryWidth);
        double keys = h * (at.keyRank() + at.ropeWidth())
            + (double) at.keyRank() * heads * (at.nopeWidth() + at.valueWidth());
        return queries + keys + (double) heads * at.valueWidth() * h;
    }
}
