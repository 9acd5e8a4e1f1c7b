package dev.longrun.plan;

import dev.longrun.plan.MemoryPlan.MemoryPart;
import dev.longrun.run.ModelShape;
import dev.longrun.run.Recipe;
import java.util.List;

/**
 * Peak resident memory of a training process on the computer at hand, everything in float32. Token shards are mapped
 * from disk and not counted: their pages go when memory is wanted.
 */
final class ProcessMemory {
    /**
     * Java itself: code, class data, collector, young generation, packing scratch, buffers of files. What runs of 0.2M
     * and 5M parameters held at their peak beyond the parts above, with the launcher's options.
     */
    static final long RESERVE_BYTES = 180_000_000;

    /** All weights lie in one array. */
    static final long MOST_PARAMETERS = Integer.MAX_VALUE - 8L;

    private ProcessMemory() {
    }

    static MemoryPlan of(ModelShape shape, Recipe recipe, long available, int threads) {
        long parameters = ParameterCount.of(shape).total();
        OptimizerCost optimizer = OptimizerCost.of(shape, recipe.optimizer());
        long tokens = recipe.microBatchTokens();
        long activations = PassBuffers.activationBytes(shape, tokens, threads);
        return MemoryPlan.of(List.of(
            new MemoryPart("weights", 4 * parameters, "4 bytes a parameter"),
            new MemoryPart("gradients", 4 * parameters, "4 bytes a parameter"),
            new MemoryPart("optimiser", 4 * optimizer.stateFloats(), optimizer.stateRule()),
            new MemoryPart("activations", activations, Words.format("%s tokens of a micro-batch, %s each",
                Words.exact(tokens), Words.bytes((double) activations / tokens))),
            new MemoryPart("logits", PassBuffers.logitBytes(shape, tokens), Words.format("%s tokens at a time",
                Words.exact(PassBuffers.logitRows(shape, tokens)))),
            new MemoryPart("samples", 4 * ParameterCount.of(shape).matricesAndHead(),
                "the decoder's own copy of the matrices, 4 bytes each"),
            new MemoryPart("Java", RESERVE_BYTES, "code, collector, scratch, buffers of files: measured")),
            available, "float32 throughout; while training: preparing the text before may take more for a moment");
    }
}
