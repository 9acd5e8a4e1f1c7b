package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.plan.MemoryPlan.MemoryPart;
import dev.longrun.run.ModelShape;
import dev.longrun.run.Recipe;
import dev.longrun.run.Run;
import java.util.ArrayList;
import java.util.List;

/** Peak resident memory of a training process on the computer at hand, everything in float32. */
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

    static MemoryPlan of(Run run, int threads) {
        ModelShape shape = run.model();
        Recipe recipe = run.training();
        long available = run.hardware().memory();
        long parameters = ParameterCount.of(shape).total();
        OptimizerCost optimizer = OptimizerCost.of(shape, recipe.optimizer());
        long tokens = recipe.microBatchTokens();
        long activations = PassBuffers.activationBytes(shape, tokens, threads, recipe.dropout() > 0);
        List<MemoryPart> parts = new ArrayList<>(List.of(
            new MemoryPart("weights", 4 * parameters, "4 bytes a parameter"),
            new MemoryPart("gradients", 4 * parameters, "4 bytes a parameter"),
            new MemoryPart("optimiser", 4 * optimizer.stateFloats(), optimizer.stateRule()),
            new MemoryPart("activations", activations, Words.format("%s tokens of a micro-batch, %s each",
                Words.exact(tokens), Words.bytes((double) activations / tokens))),
            new MemoryPart("logits", PassBuffers.logitBytes(shape, tokens), Words.format("%s tokens at a time",
                Words.exact(PassBuffers.logitRows(shape, tokens)))),
            new MemoryPart("samples", 4 * ParameterCount.of(shape).matricesAndHead(),
                "the decoder's own copy of the matrices, 4 bytes each"),
            new MemoryPart("Java", RESERVE_BYTES, "code, collector, scratch, buffers of files: measured")));
        // Pages of a mapped file go when memory is wanted, so they take what is left and never make a run not fit.
        long left = Math.max(0, available - parts.stream().mapToLong(MemoryPart::bytes).sum());
        parts.add(new MemoryPart("text", Math.min(left, shardBytes(run)), "token shards, mapped; given up when short"));
        return MemoryPlan.of(parts, available,
            "float32 throughout; while training: preparing the text before may take more for a moment");
    }

    /** Token shards on disk: 2 bytes a token, 4 where the vocabulary needs it. */
    static long shardBytes(Run run) {
        int vocabulary = run.model().vocabulary();
        double bytes = BytesToRead.training(run.data()) + run.data().validationBytes();
        return Math.round(bytes / BytesPerToken.estimate(vocabulary) * (vocabulary <= 65_536 ? 2 : 4));
    }
}
