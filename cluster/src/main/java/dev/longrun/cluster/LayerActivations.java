package dev.longrun.cluster;

import dev.longrun.cluster.Transformer.Experts;
import dev.longrun.cluster.Transformer.Latent;

/**
 * Bytes that one layer keeps for its backward pass, per token of a micro-batch (Korthikanti et al., arXiv 2205.05198,
 * section 4.1: s b h (10 + 24/t + 5 a s / (h t))), opened up for grouped-query and latent attention, gated
 * feed-forward and experts. Inputs of 8-bit products are kept in 8 bits (Transformer Engine). A gated feed-forward
 * keeps gate, up and their product; its activation is computed anew.
 *
 * @param residual what every tensor rank keeps whole without sequence parallelism: norms' and products' inputs, masks
 * @param attention split by heads over tensor ranks
 * @param scores per token and position attended, over tensor ranks; 0 where attention is fused
 * @param dense feed-forward, split over tensor ranks
 * @param sparse the same for a layer of experts, dispatched copies included
 */
record LayerActivations(double residual, double attention, double scores, double dense, double sparse) {

    static LayerActivations of(Transformer model, Precision precision, Practice practice) {
        double h = model.width();
        double input = precision == Precision.FP16 || precision == Precision.BF16 ? 2 : 1;
        double masks = practice.dropout() ? 2 : 0;
        double residual = h * (2 * 2 + 2 * input + masks);
        double middle = model.gated() ? 4 + input : 2 + input;
        double attention = model.latent().map(latent -> latent(latent, model.heads(), input))
            .orElseGet(() -> (double) model.headWidth() * (model.heads() * (2 + input) + 4.0 * model.kvHeads()));
        // A fused attention keeps the log of each row's sum in f32 instead.
        double sums = practice.fusedAttention() ? 4.0 * model.heads() : 0;
        double scores = practice.fusedAttention() ? 0 : model.heads() * (practice.dropout() ? 5.0 : 2.0);
        double sparse = 0;
        if (model.experts().isPresent()) {
            Experts experts = model.experts().get();
            sparse = experts.perToken() * (h * (input + 2) + experts.width() * middle)
                + experts.shared() * experts.width() * middle + 4.0 * experts.count();
        }
        return new LayerActivations(residual, attention + sums, scores, model.ffnWidth() * middle, sparse);
    }

    private static double latent(Latent at, int heads, double input) {
        double ranks = (at.queryRank() + at.keyRank()) * (2 + input) + 2.0 * at.ropeWidth();
        double queriesAndKeys = 2.0 * 2 * heads * (at.nopeWidth() + at.ropeWidth());
        return ranks + queriesAndKeys + (double) heads * at.valueWidth() * (2 + input);
    }

    /**
     * Kept bytes of one token.
     *
     * @param tensor ranks
     * @param keys positions attended to
     * @param experts whether the layer has them
     * @param sequenceParallel whether the residual part is split too
     * @param withScores whether the score matrix is kept where there is one
     */
    double perToken(int tensor, double keys, boolean experts, boolean sequenceParallel, boolean withScores) {
        double split = attention + (experts ? sparse : dense) + (withScores ? scores * keys : 0);
        return (sequenceParallel ? residual + split : residual * tensor + split) / tensor;
    }
}
