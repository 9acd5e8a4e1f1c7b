package dev.longrun.cluster;

import dev.longrun.cluster.Transformer.Experts;
import dev.longrun.cluster.Transformer.Latent;

/**
 * Parameters that a rank holds: what is divided over tensor and pipeline ranks, and experts, which are divided over
 * expert ranks instead of tensor ranks.
 *
 * @param common of attention, dense and shared feed-forward, routers, and one end of the vocabulary
 * @param experts routed ones
 * @param commonLayer common ones of one mean layer, without the vocabulary
 * @param expertLayer routed ones of one mean layer
 */
record RankWeights(double common, double experts, double commonLayer, double expertLayer) {

    static RankWeights of(Transformer model, Layout layout) {
        double h = model.width();
        double matrices = model.gated() ? 3 : 2;
        double attention = model.latent().map(at -> latent(at, h, model.heads()))
            .orElse(2 * h * model.headWidth() * ((double) model.heads() + model.kvHeads()));
        double dense = attention + matrices * h * model.ffnWidth();
        double all = model.layers() * dense;
        double routed = 0;
        if (model.experts().isPresent()) {
            Experts experts = model.experts().get();
            int mixtures = model.layers() - experts.denseLayers();
            double mixture = attention + matrices * h * experts.width() * experts.shared() + h * experts.count();
            all = experts.denseLayers() * dense + mixtures * mixture;
            routed = mixtures * matrices * h * experts.width() * experts.count() / layout.expert();
        }
        all /= layout.tensor();
        return new RankWeights(all / layout.pipeline() + h * model.vocabulary() / layout.tensor(),
            routed / layout.pipeline(), all / model.layers(), routed / model.layers());
    }

    private static double latent(Latent at, double h, int heads) {
        double query = (double) heads * (at.nopeWidth() + at.ropeWidth());
        double queries = at.queryRank() == 0 ? h * query : at.queryRank() * (h + query);
        return queries + h * (at.keyRank() + at.ropeWidth())
            + (double) at.keyRank() * heads * (at.nopeWidth() + at.valueWidth())
            + (double) heads * at.valueWidth() * h;
    }

    /** All that the rank holds. */
    double held() {
        return common + experts;
    }
}
