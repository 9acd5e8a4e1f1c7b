package dev.longrun.cluster;

import dev.longrun.run.Layout.Sharding;

/**
 * What training software of a time can do; it decides as much of a step as the chip does. Deduced for a published run
 * from its year, precision and sharding, see {@link #of}.
 */
public enum Software {
    /** To 2021: scores of attention in memory, dropout, collectives in line with the products (arXiv 2104.04473). */
    UNFUSED(false, 1, 1, false, 0, 0.5e-3),
    /** Megatron of 2022: the same, but all-reduces of the backward pass run behind the products of weight gradients. */
    HIDING(false, 1, 1, false, 0, 0.5e-3),
    /** PyTorch modules under FSDP, 2023 and 2024: FlashAttention of its first kind, norms and activations unfused. */
    PYTORCH(true, 1.77, 0.455, true, 0, 0.5e-3),
    /** From 2023: fused attention and norms, collectives behind products (Megatron Core, Transformer Engine). */
    FUSED(true, 1, 1, true, 0.6e-3, 0.5e-3),
    /** From 2026: CUDA graphs take the host out of the way. */
    GRAPHED(true, 1, 1, true, 0.1e-3, 0);

    private static final int GRAPHS_FROM = 2026;
    private static final int HIDING_FROM = 2022;
    private static final int FUSED_FROM = 2023;
    private static final int PYTORCH_TO = 2024;

    private final boolean fusedAttention;
    private final double elementwiseFactor;
    private final double hopperAttention;
    private final boolean overlaps;
    private final double routingSeconds;
    private final double issueSeconds;

    Software(boolean fusedAttention, double elementwiseFactor, double hopperAttention, boolean overlaps,
        double routingSeconds, double issueSeconds) {
        this.fusedAttention = fusedAttention;
        this.elementwiseFactor = elementwiseFactor;
        this.hopperAttention = hopperAttention;
        this.overlaps = overlaps;
        this.routingSeconds = routingSeconds;
        this.issueSeconds = issueSeconds;
    }

    /**
     * By a run's year: unfused to 2022, and later where it still trains in fp16 (bf16 came with the newer stacks); of
     * these, a sharded optimiser means DeepSpeed's copy of an older Megatron. PyTorch's own where weights are sharded
     * without tensor parallelism to 2024; fused after that.
     */
    public static Software of(int year, Precision precision, Layout layout) {
        if (year < FUSED_FROM || precision == Precision.FP16) {
            return year >= HIDING_FROM && layout.sharding() == Sharding.NONE ? HIDING : UNFUSED;
        }
        boolean sharded = layout.sharding().compareTo(Sharding.GRADIENTS) >= 0;
        if (year <= PYTORCH_TO && sharded && layout.tensor() == 1 && layout.pipeline() == 1) {
            return PYTORCH;
        }
        return year < GRAPHS_FROM ? FUSED : GRAPHED;
    }

    /** Whether attention never writes its scores (FlashAttention, arXiv 2205.14135). */
    public boolean fusedAttention() {
        return fusedAttention;
    }

    /** Memory traffic of norms, activations and residuals over that of fused kernels. */
    double elementwiseFactor() {
        return elementwiseFactor;
    }

    /** Speed of the fused attention on chips from Hopper on, over one written for them. */
    double hopperAttention() {
        return hopperAttention;
    }

    /** Whether collectives run behind products. */
    boolean overlaps() {
        return overlaps;
    }

    /** The host's time for a layer of experts and a pass: counts of tokens go to the host before products start. */
    double routingSeconds() {
        return routingSeconds;
    }

    /**
     * The host's time to issue a layer's forward kernels one by one, some 45 operations of 10 us each; a chip that is
     * faster than that waits. It is what bounds small models.
     */
    double issueSeconds() {
        return issueSeconds;
    }
}
