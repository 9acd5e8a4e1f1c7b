package dev.longrun.run;

import java.util.Optional;

/**
 * How a step is laid out over accelerators. {@code tensor x pipeline x data x context} is their number; experts are
 * spread over ranks that these already count.
 */
public record Layout(
    @Key(value = "Accelerators that share every matrix (tensor parallel); divides heads", min = 1, max = 10_000,
        example = "8")
    Optional<Integer> tensor,
    @Key(value = "Stages that the layers are cut into (pipeline parallel)", min = 1, max = 1000, example = "16")
    Optional<Integer> pipeline,
    @Key(value = "Chunks of layers a stage holds (interleaved, virtual pipeline); 1 for none", min = 1, max = 1000,
        example = "4")
    Optional<Integer> interleave,
    @Key(value = "Replicas that share a batch (data parallel)", min = 1, max = 100_000_000, example = "128")
    Optional<Integer> data,
    @Key(value = "Accelerators that share a sequence (context parallel); divides the model's context", min = 1,
        max = 10_000, example = "1")
    Optional<Integer> context,
    @Key(value = "Ranks, of those counted already, that the experts are spread over (expert parallel); divides experts",
        min = 1, max = 100_000, example = "64")
    Optional<Integer> expert,
    @Key(value = "Sequences of one micro-batch of a replica", min = 1, max = 1_000_000, example = "1")
    Optional<Integer> microBatch,
    @Key("Split norms and residuals over the tensor-parallel ranks too (arXiv 2205.05198)")
    Optional<Boolean> sequenceParallel,
    @Key("What of the training state is split over the replicas (ZeRO, arXiv 1910.02054)")
    Optional<Sharding> sharding,
    @Key("What the backward pass computes anew")
    Optional<Recompute> recompute) {

    /** What of weights, gradients and optimiser state is split over the replicas. */
    public enum Sharding {
        /** Nothing. */
        NONE,
        /** The optimiser's state (ZeRO-1, Megatron's distributed optimiser). */
        OPTIMIZER,
        /** The gradients too (ZeRO-2). */
        GRADIENTS,
        /** The weights too, gathered layer by layer (ZeRO-3, FSDP). */
        WEIGHTS
    }

    /** What is computed anew rather than kept. */
    public enum Recompute {
        /** Nothing. */
        NONE,
        /** The inner part of attention (arXiv 2205.05198). */
        SELECTIVE,
        /** All of a layer, from its input. */
        FULL
    }
}
