package dev.longrun.cluster;

/**
 * How long one chip takes for a matrix product or for moving bytes. A product takes its arithmetic at the share of the
 * peak that large ones reach, plus the part of its own memory traffic that arithmetic does not hide: a roofline with a
 * soft corner (Williams et al., doi 10.1145/1498765.1498785), under which thin products are slow without a table.
 */
final class Machine {

    private static final double WIDE_BYTES = 2;
    /** Four bits and a scale of eight for each sixteen. */
    private static final double FOUR_BIT_BYTES = 0.5625;

    private final Achieved achieved;
    private final double wideFlops;
    private final double narrowFlops;
    private final double narrowBytes;
    private final double attentionFlops;
    private final double memoryBandwidth;

    Machine(Chip chip, Precision precision, Software software, Achieved achieved) {
        this.achieved = achieved;
        ChipRates rates = ChipRates.of(chip);
        wideFlops = chip.bf16Flops() * rates.matrixShare();
        memoryBandwidth = chip.memoryBandwidth() * achieved.memoryShare();
        // Only from Hopper on, the first chips with 8-bit products, does attention need a kernel of its own kind.
        boolean hopper = chip.fp8Flops().isPresent();
        attentionFlops = chip.bf16Flops() * rates.attentionShare() * (hopper ? software.hopperAttention() : 1);
        switch (precision) {
            case FP16, BF16 -> {
                narrowFlops = wideFlops;
                narrowBytes = WIDE_BYTES;
            }
            case FP8, MXFP8 -> {
                narrowFlops = chip.fp8Flops().orElseThrow() * rates.matrixShare() * achieved.narrowShare();
                narrowBytes = 1;
            }
            case NVFP4 -> {
                narrowFlops = chip.fp4Flops().orElseThrow() * rates.matrixShare() * achieved.fourBitShare();
                narrowBytes = FOUR_BIT_BYTES;
            }
            default -> throw new IllegalStateException(precision.toString());
        }
    }

    /** Seconds of {@code count} products of M x K by K x N at the precision of the weights. */
    double product(double m, double n, double k, double count) {
        return count * seconds(m, n, k, narrowFlops, narrowBytes);
    }

    /** The same at 16 bits: logits and routers stay wide. */
    double wideProduct(double m, double n, double k) {
        return seconds(m, n, k, wideFlops, WIDE_BYTES);
    }

    private double seconds(double m, double n, double k, double flops, double bytes) {
        return 2 * m * n * k / flops
            + achieved.exposedTraffic() * (bytes * (m * k + k * n) + WIDE_BYTES * m * n) / memoryBandwidth;
    }

    /** Seconds of arithmetic at the matrix share and at 16 bits, without traffic. */
    double arithmetic(double flop) {
        return flop / wideFlops;
    }

    /** Seconds of fused attention's arithmetic, forward. */
    double attention(double flop) {
        return flop / attentionFlops;
    }

    /** Seconds to read or write bytes. */
    double traffic(double bytes) {
        return bytes / memoryBandwidth;
    }

    /** Seconds lost between kernels. */
    double launches(double kernels) {
        return kernels * achieved.launchSeconds();
    }
}
