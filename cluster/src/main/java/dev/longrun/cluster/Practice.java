package dev.longrun.cluster;

import dev.longrun.run.Layout.Sharding;

/**
 * Habits of the training software that decide bytes and that no layout shows. Published: gradient and optimiser bytes
 * in Megatron-LM's {@code theoretical_memory_usage} and DeepSpeed's optimisers; buckets in DeepSpeed's documentation.
 *
 * @param name in words
 * @param gradientBytes per parameter held
 * @param optimizerBytes per parameter held: f32 master, two f32 moments, and what else is split like them
 * @param fusedAttention no score matrix is kept (FlashAttention, arXiv 2205.14135)
 * @param dropout a mask of one byte an element is kept after attention, feed-forward and embedding
 * @param logitBytes per logit of a micro-batch on the last stage: 16-bit, f32, and a second f32 where not in place
 * @param keepsStageOutput a stage keeps what it sent to the next, for each micro-batch in flight
 * @param spareInFlight micro-batches in flight beyond the schedule's own
 * @param lateStagesShort layers that do not divide evenly fill the first stages rather than the middle ones
 * @param reserveBytes context of the driver, kernels, workspaces and communicators
 * @param bucketBytes flat buffers that collectives run over
 * @param fragmentation share of the activations that the allocator holds beyond them; given back when memory is short
 */
public record Practice(String name, double gradientBytes, double optimizerBytes, boolean fusedAttention,
    boolean dropout, double logitBytes, boolean keepsStageOutput, int spareInFlight, boolean lateStagesShort,
    double reserveBytes, double bucketBytes, double fragmentation) {

    /** One gibibyte. */
    static final double GIB = 1L << 30;
    /** Context and kernels about 0.5 GiB, workspaces and NCCL communicators about 1 GiB: nvidia-smi on idle ranks. */
    private static final double RESERVE = 1.5 * GIB;
    /** The only fit: two rows of BLOOM's sweep, its smallest and largest micro-batch ({@code BloomMemoryTest}). */
    private static final double FRAGMENTATION = 0.19;

    /**
     * What software of a time does. ZeRO's stages came with DeepSpeed; before 2023 a sharded optimiser means it.
     *
     * @param software of the run
     * @param precision of its products
     * @param sharding of its state
     */
    static Practice of(Software software, Precision precision, Sharding sharding) {
        if (software.fusedAttention()) {
            return usual();
        }
        return sharding == Sharding.NONE ? megatron2022() : deepSpeed2022(precision);
    }

    /** Megatron of today: f32 gradients summed in place, fused attention, no dropout, logits in place. */
    public static Practice usual() {
        return new Practice("Megatron", 4, 12, true, false, 6, false, 0, false, RESERVE, 0, FRAGMENTATION);
    }

    /** Megatron as in arXiv 2205.05198: score matrices and dropout. */
    public static Practice megatron2022() {
        return new Practice("Megatron 2022", 4, 12, false, true, 10, false, 0, false, RESERVE, 0, FRAGMENTATION);
    }

    /**
     * Megatron-DeepSpeed with ZeRO-1 as of 2022. fp16: 16-bit gradients, and an f32 copy of a rank's share; bf16: f32
     * sums beside the 16-bit gradients, not split. Its pipeline engine has {@code stages - stage + 1} buffers, each
     * with the stage's input and output; reduce and gather buckets hold 5e8 elements of 16 bits each.
     */
    public static Practice deepSpeed2022(Precision precision) {
        boolean half = precision == Precision.FP16;
        return new Practice("Megatron-DeepSpeed 2022", half ? 2 : 6, half ? 16 : 12, false, true, 10, true, 1, true,
            RESERVE, 2 * 5e8 * 2, FRAGMENTATION);
    }
}
