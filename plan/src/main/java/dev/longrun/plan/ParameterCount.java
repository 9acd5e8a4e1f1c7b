package dev.longrun.plan;

import dev.longrun.plan.Product.Part;
import dev.longrun.run.ModelShape;
import java.util.List;

/**
 * Parameters by group, exact. Three counts are in use, and laws fitted on one do not hold for another, so each is
 * named: {@code total} is every stored number; {@code matricesAndHead} is the N of the scaling laws here, the matrices
 * that a token is multiplied by (attention, feed-forward and head; the head counts even when it is tied to the
 * embedding; no embedding, no norms; karpathy/nanochat, dev/LOG.md, 2026-01-27); {@code nonEmbedding} is attention,
 * feed-forward and norms (Kaplan et al., arXiv 2001.08361).
 *
 * @param embedding vocabulary x width
 * @param attention query, key, value and output matrices
 * @param feedForward three matrices a layer for SwiGLU, two for ReLU2
 * @param norms gains: two a layer, query and key gains where there is QK-norm, and the last
 * @param head width x vocabulary; 0 when tied
 */
public record ParameterCount(long embedding, long attention, long feedForward, long norms, long head, long total,
    long matricesAndHead, long nonEmbedding) {

    /** How {@code matricesAndHead} counts, in words. */
    public static final String RULE = "N counts the matrices of all layers and the head, not the embedding or norms";

    /** Counts a shape. */
    public static ParameterCount of(ModelShape shape) {
        List<Product> products = Product.of(shape);
        long attention = Product.weights(products, Part.ATTENTION);
        long feedForward = Product.weights(products, Part.FEED_FORWARD);
        long vocabularyMatrix = Product.weights(products, Part.HEAD);
        long head = shape.tiedHead() ? 0 : vocabularyMatrix;
        long normsOfLayer = 2L * shape.width() + (shape.qkNorm() ? 2L * shape.headWidth() : 0);
        long norms = shape.layers() * normsOfLayer + shape.width();
        return new ParameterCount(vocabularyMatrix, attention, feedForward, norms, head,
            vocabularyMatrix + attention + feedForward + norms + head,
            attention + feedForward + vocabularyMatrix, attention + feedForward + norms);
    }
}
