package dev.longrun.cluster;

import dev.longrun.cluster.Transformer.Experts;

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
        LayerWeights layer = LayerWeights.of(model);
        double dense = layer.attention() + layer.dense();
        double all = model.layers() * dense;
        double routed = 0;
        if (model.experts().isPresent()) {
            Experts experts = model.experts().get();
            int mixtures = model.layers() - experts.denseLayers();
            all = experts.denseLayers() * dense + mixtures * (layer.attention() + layer.shared());
            routed = mixtures * layer.routed() / layout.expert();
        }
        all /= layout.tensor();
        return new RankWeights(all / layout.pipeline() + h * model.vocabulary() / layout.tensor(),
            routed / layout.pipeline(), all / model.layers(), routed / model.layers());
    }

    /** All that the rank holds. */
    double held() {
        return common + experts;
    }
}
