package dev.longrun.cluster;

/**
 * How a step is laid out over accelerators. {@code tensor x pipeline x data x context} is their number; experts are
 * spread over ranks of {@code data} and so are no factor.
 *
 * @param tensor ranks that share every matrix
 * @param pipeline stages
 * @param interleave chunks of layers a stage holds (virtual pipeline); 1 for none
 * @param data replicas of the batch's share
 * @param context ranks that share a sequence
 * @param expert ranks over which the experts are spread; 1 for none
 * @param microBatch sequences of one micro-batch
 * @param sequenceParallel whether norms and residuals are split over {@code tensor} too (arXiv 2205.05198)
 * @param sharding of what is kept between steps
 * @param recompute of activations in the backward pass
 */
public record Layout(int tensor, int pipeline, int interleave, int data, int context, int expert, int microBatch,
    boolean sequenceParallel, Sharding sharding, Recompute recompute) {

    /** What of weights, gradients and optimiser state is split over the data-parallel ranks (arXiv 1910.02054). */
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

    /** What the backward pass computes anew. */
    public enum Recompute {
        /** Nothing (a fused attention keeps no score matrix either way). */
        NONE,
        /** The inner part of attention (arXiv 2205.05198). */
        SELECTIVE,
        /** All of a layer from its input. */
        FULL
    }

    /** Accelerators taken. */
    public long accelerators() {
        return (long) tensor * pipeline * data * context;
    }
}
