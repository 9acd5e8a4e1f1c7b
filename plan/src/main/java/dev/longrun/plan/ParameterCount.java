package dev.longrun.plan;

import dev.longrun.plan.Product.Part;
import dev.longrun.run.ModelShape;
import dev.longrun.run.ModelShape.Family;
import java.util.List;

/**
 * Parameters by group, exact. Three counts are in use, and laws fitted on one do not hold for another, so each is
 * named: {@code total} is every stored number; {@code matricesAndHead} is the N of the scaling laws here, the matrices
 * that a token is multiplied by (attention, feed-forward and head; the head counts even when it is tied to the
 * embedding; no embedding, no norms; karpathy/nanochat, dev/LOG.md, 2026-01-27); {@code nonEmbedding} is attention,
 * feed-forward and norms (Kaplan et al., arXiv 2001.08361). Where there are experts, {@code total} has all of them,
 * {@code matricesAndHead} those that a token meets, and so has {@code active}, which is else the total: what makers
 * publish as active or activated parameters.
 *
 * @param embedding vocabulary x width, and in gpt2 context x width of learned places
 * @param attention query, key, value and output matrices
 * @param feedForward three matrices a layer for SwiGLU and GEGLU, two for ReLU2 and GELU; all experts and routers
 * @param norms gains: two a layer, or four where blocks are normed after too, those of queries and keys where there is
 *     QK-norm or latent attention, and the last; biases, in the families that have some
 * @param head width x vocabulary; 0 when tied
 */
public record ParameterCount(long embedding, long attention, long feedForward, long norms, long head, long total,
    long matricesAndHead, long nonEmbedding, long active) {

    /** How {@code matricesAndHead} counts, in words. */
    public static final String RULE = "N counts the matrices of all layers and the head, not the embedding or norms";

    /** Counts a shape. */
    public static ParameterCount of(ModelShape shape) {
        List<Product> products = Product.of(shape);
        long attention = Product.stored(products, Part.ATTENTION);
        long feedForward = Product.stored(products, Part.FEED_FORWARD);
        long met = Product.weights(products, Part.FEED_FORWARD);
        long places = shape.family() == Family.GPT2 ? (long) shape.context() * shape.width() : 0;
        long vocabularyMatrix = Product.weights(products, Part.HEAD);
        long head = shape.tiedHead() ? 0 : vocabularyMatrix;
        long norms = norms(shape);
        long total = vocabularyMatrix + places + attention + feedForward + norms + head;
        return new ParameterCount(vocabularyMatrix + places, attention, feedForward, norms, head, total,
            attention + met + vocabularyMatrix, attention + feedForward + norms, total - feedForward + met);
    }

    private static long norms(ModelShape shape) {
        long ofLayer = (shape.family().postNorms() ? 4L : 2L) * shape.width()
            + (shape.qkNorm() ? 2L * shape.headWidth() : 0);
        if (shape.keyRank().isPresent()) {
            ofLayer += shape.keyRank().get() + shape.queryRank().orElse(0);
        }
        long inputs = (shape.heads() + 2L * shape.kvHeads()) * shape.headWidth();
        if (shape.family() != Family.GPT && shape.family() != Family.GPT2) {
            return shape.layers() * (ofLayer + (shape.family() == Family.QWEN2 ? inputs : 0)) + shape.width();
        }
        long biases = inputs + (long) shape.activation().inputs() * shape.ffnWidth() + 2L * shape.width();
        return shape.layers() * (2 * ofLayer + biases) + 2L * shape.width();
    }

    /** Whether a token meets only a part of the model. */
    public boolean mixture() {
        return active > 0 && active < total;
    }
}
