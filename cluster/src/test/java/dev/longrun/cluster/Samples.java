package dev.longrun.cluster;

import dev.longrun.run.Layout.Recompute;
import dev.longrun.run.Layout.Sharding;
import java.util.Optional;
import java.util.OptionalDouble;

/** Models, chips and layouts that tests share. */
final class Samples {

    static final double GIB = 1L << 30;
    /** 80 GB in its name are 81,920 MiB. */
    static final Chip A100 = new Chip("A100-SXM-80GB", 312e12, OptionalDouble.empty(), OptionalDouble.empty(), 80 * GIB,
        2.039e12, OptionalDouble.of(300e9), 8, OptionalDouble.of(25e9));
    static final Network FABRIC = new Network(25e9, 1_000_000, 1);

    /** As in arXiv 2412.19437, section 4.2. */
    static final Transformer DEEPSEEK_V3 = new Transformer(61, 7168, 128, 128, 128, 18_432, true, 129_280, false,
        Optional.of(new Transformer.Experts(256, 8, 1, 2048, 3)),
        Optional.of(new Transformer.Latent(1536, 512, 128, 64, 128)));

    private Samples() {
    }

    static Chip chip(double gib, int domain) {
        return new Chip("test", 1e12, OptionalDouble.of(2e12), OptionalDouble.of(4e12), gib * GIB, 1e12,
            OptionalDouble.of(1e11), domain, OptionalDouble.of(1e10));
    }

    /** A GPT: four times the width in the feed-forward, a head for each group of width / heads. */
    static Transformer gpt(int layers, int width, int heads, int vocabulary) {
        return new Transformer(layers, width, heads, heads, width / heads, 4 * width, false, vocabulary, true,
            Optional.empty(), Optional.empty());
    }

    /** Gated experts of the width in every layer but the first ones. */
    static Transformer mixture(int layers, int width, int heads, int experts, int perToken, int denseLayers) {
        return new Transformer(layers, width, heads, heads, width / heads, 3 * width, true, 32_000, false,
            Optional.of(new Transformer.Experts(experts, perToken, 1, width, denseLayers)), Optional.empty());
    }

    static Layout layout(int tensor, int pipeline, int interleave, int data, int microBatch, boolean sequenceParallel,
        Sharding sharding, Recompute recompute) {
        return new Layout(tensor, pipeline, interleave, data, 1, 1, microBatch, sequenceParallel, sharding, recompute);
    }

    static Job job(Transformer model, int batch, Layout layout) {
        return new Job(model, 2048, batch, Precision.FP16, A100, FABRIC, layout);
    }
}
