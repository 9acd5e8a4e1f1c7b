package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.plan.MemoryPlan.MemoryPart;
import dev.longrun.run.Hardware;
import dev.longrun.run.ModelShape;
import dev.longrun.run.Recipe;
import java.util.List;

/**
 * Memory of one accelerator in mixed precision: weights, gradients and AdamW at 18 bytes a parameter (bf16 weight 2,
 * float32 gradient 4, master weight 4, two moments 8; Muon keeps less), split evenly over all accelerators (ZeRO stage
 * 3, arXiv 1910.02054). Activations after Korthikanti et al., arXiv 2205.05198: 34 bytes a token, layer and unit of
 * width with selective recomputation, 2 with full; a micro-batch is split over the accelerators that the batch leaves
 * to it.
 */
final class AcceleratorMemory {
    /** The driver, the collectives' buffers, fragmentation: an assumption. */
    private static final long RESERVE_BYTES = 4_000_000_000L;
    private static final int SELECTIVE = 34;
    private static final int FULL = 2;

    private AcceleratorMemory() {
    }

    static MemoryPlan of(ModelShape shape, Recipe recipe, Hardware hardware) {
        MemoryPlan selective = of(shape, recipe, hardware, false);
        return selective.fits() ? selective : of(shape, recipe, hardware, true);
    }

    private static MemoryPlan of(ModelShape shape, Recipe recipe, Hardware hardware, boolean full) {
        double held = (double) ParameterCount.of(shape).total() / hardware.count();
        OptimizerCost optimizer = OptimizerCost.of(shape, recipe.optimizer());
        double state = 4.0 * optimizer.stateFloats() / hardware.count();
        double microBatches = (double) recipe.batchTokens() / recipe.microBatchTokens();
        double sharers = Math.max(1, hardware.count() / microBatches);
        double tokens = recipe.microBatchTokens() / sharers;
        double tokenLayer = tokens * shape.width();
        double activations = full ? FULL * tokenLayer * shape.layers() + SELECTIVE * tokenLayer
            : SELECTIVE * tokenLayer * shape.layers();
        String recompute = full ? "full recomputation: 2 bytes a token, layer and width, and one layer at 34"
            : "selective recomputation: 34 bytes a token, layer and width";
        return MemoryPlan.of(List.of(
            new MemoryPart("weights", Math.round(2 * held), "bf16, 2 bytes a parameter"),
            new MemoryPart("gradients", Math.round(4 * held), "float32, 4 bytes a parameter"),
            new MemoryPart("optimiser", Math.round(4 * held + state), "float32 copy of the weights; "
                + optimizer.stateRule()),
            new MemoryPart("activations", Math.round(activations), recompute),
            new MemoryPart("logits", Math.round(4 * tokens * shape.vocabulary()), "float32"),
            new MemoryPart("reserve", RESERVE_BYTES, "driver, collectives, fragmentation: assumed")),
            hardware.memory(), Words.format(
            "parameters split over all %s; a micro-batch of %s tokens over %.3g of them",
                Words.exact(hardware.count()), Words.exact(recipe.microBatchTokens()), sharers));
    }
}
