package dev.longrun.plan;

import dev.longrun.cluster.Transformer.Latent;
import dev.longrun.plan.Product.Part;
import dev.longrun.run.ModelShape;
import java.util.List;

/**
 * Model FLOP a token: two for each multiply-add of a matrix product, nothing for norms, activations, softmax and the
 * embedding look-up, nothing for recomputation. Attention is counted causally: a query meets (context + 1) / 2 keys on
 * average, fewer in layers with a window. Training is three times the forward pass: the backward has two products for
 * each of the forward's (Kaplan et al., arXiv 2001.08361, section 2.1; PaLM, arXiv 2204.02311, appendix B). In letters
 * and long contexts: 6 N + 6 L h s, N with the head and without the embedding; of experts, those that a token meets.
 *
 * @param attentionProjections query, key, value and output
 * @param feedForward gate, up and down
 * @param attentionScores queries by keys and weights by values, at the full context length
 * @param head the logits
 * @param forward their sum
 * @param training forward and backward
 */
public record FlopCount(long attentionProjections, long feedForward, long attentionScores, long head, long forward,
    long training) {

    /** The convention, in words. */
    public static final String CONVENTION =
        "model FLOP, causal attention, multiply-add = 2, backward = 2 x forward, no recomputation";

    /** Counts one token of a full context. */
    public static FlopCount of(ModelShape shape) {
        List<Product> products = Product.of(shape);
        long projections = 2 * Product.weights(products, Part.ATTENTION);
        long feedForward = 2 * Product.weights(products, Part.FEED_FORWARD);
        long head = 2 * Product.weights(products, Part.HEAD);
        int values = ClusterModel.of(shape).latent().map(Latent::valueWidth).orElse(shape.headWidth());
        // Queries by keys and scores by values: 2 FLOP x width each, by the keys that a query meets
        long scores = 0;
        for (int layer = 0; layer < shape.layers(); layer++) {
            scores += Math.round((double) shape.heads() * (shape.headWidth() + values) * twiceKeys(shape, layer));
        }
        long forward = projections + feedForward + scores + head;
        return new FlopCount(projections, feedForward, scores, head, forward, 3 * forward);
    }

    /** Twice the keys that a query meets on average: context + 1, or fewer where the layer has a window. */
    private static double twiceKeys(ModelShape shape, int layer) {
        double reach = shape.reach(layer);
        double context = shape.context();
        return (reach * (reach + 1) + 2 * (context - reach) * reach) / context;
    }
}
