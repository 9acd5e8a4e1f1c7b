package dev.longrun.cluster;

import dev.longrun.cluster.Transformer.Experts;
import dev.longrun.run.Layout.Recompute;

/**
 * FLOP of one step. The two ways of counting are never mixed: model FLOP are what the model needs, six for each active
 * parameter and token and 12 L a d s of attention for each token (a heads of width d; half of it where only the causal
 * half counts; PaLM, arXiv 2204.02311, appendix B); hardware FLOP add what full recomputation does again, one more
 * forward pass of the layers, which gives 96 B s L h^2 (1 + s / 6h + V / 16Lh) (arXiv 2104.04473, equation 3).
 *
 * @param layers of the layers' matrices, forward and backward
 * @param attention of full attention, forward and backward
 * @param logits of the vocabulary's product, forward and backward
 */
public record StepFlop(double layers, double attention, double logits) {

    private static final double FORWARD_AND_BACKWARD = 6;
    private static final double RECOMPUTED = 4.0 / 3;

    /** Of a job. */
    public static StepFlop of(Job job) {
        Transformer model = job.model();
        double tokens = (double) job.batch() * job.sequence();
        double width = model.latent().map(at -> (at.nopeWidth() + at.ropeWidth() + at.valueWidth()) / 2.0)
            .orElse((double) model.headWidth());
        return new StepFlop(FORWARD_AND_BACKWARD * tokens * active(model),
            2 * FORWARD_AND_BACKWARD * tokens * model.layers() * model.heads() * width * job.sequence(),
            FORWARD_AND_BACKWARD * tokens * model.vocabulary() * model.width());
    }

    private static double active(Transformer model) {
        LayerWeights layer = LayerWeights.of(model);
        double dense = layer.attention() + layer.dense();
        if (model.experts().isEmpty()) {
            return model.layers() * dense;
        }
        Experts experts = model.experts().get();
        double mixture = layer.attention() + layer.shared() + layer.routed() * experts.perToken() / experts.count();
        return experts.denseLayers() * dense + (model.layers() - experts.denseLayers()) * mixture;
    }

    /** What the model needs, full attention. */
    public double model() {
        return layers + attention + logits;
    }

    /** What the model needs, the causal half of attention. */
    public double causal() {
        return layers + attention / 2 + logits;
    }

    /** What is executed under this recomputation, full attention. */
    public double hardware(Recompute recompute) {
        return switch (recompute) {
            case NONE -> model();
            case SELECTIVE -> layers + attention * RECOMPUTED + logits;
            case FULL -> (layers + attention) * RECOMPUTED + logits;
        };
    }
}
