package dev.longrun.cluster;

import dev.longrun.run.Layout.Sharding;

/**
 * Seconds of Adam: for each parameter it reads and writes f32 weights and two moments, reads the gradient, writes the
 * 16-bit weight (28 bytes, split where the optimiser is sharded); norm and scale of the gradients read and write them
 * (8 bytes), on every rank.
 */
final class OptimizerTime {

    private static final double ADAM_BYTES = 28;
    private static final double NORM_BYTES = 8;

    private OptimizerTime() {
    }

    static double seconds(Job job, Machine machine, Achieved achieved, RankWeights weights) {
        Layout layout = job.layout();
        double ranks = layout.data();
        double held = weights.held();
        if (layout.sharding() == Sharding.WEIGHTS) {
            return machine.traffic(held * (ADAM_BYTES + NORM_BYTES) / ranks) + achieved.stepSeconds();
        }
        double share = layout.sharding() == Sharding.NONE ? 1 : ranks;
        return machine.traffic(held * (ADAM_BYTES / share + NORM_BYTES)) + achieved.stepSeconds();
    }
}
