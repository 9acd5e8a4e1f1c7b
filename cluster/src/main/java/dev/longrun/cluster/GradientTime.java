package dev.longrun.cluster;

import dev.longrun.run.Layout.Sharding;

/**
 * Seconds at the end of a step in which data-parallel ranks exchange gradients and, where the optimiser is sharded, the
 * new weights: a reduce-scatter and an all-gather (arXiv 1910.02054). Gradients go as 4 bytes where the products are
 * bf16 and software sums in f32, as 2 before (fp16) and where products are narrower (MLPerf's and NVIDIA's recipes).
 * Software that overlaps hides a share behind the last micro-batch's backward pass; so does a bare data-parallel run of
 * one micro-batch, whatever the software (hooks of PyTorch's DDP, arXiv 2006.15704).
 */
final class GradientTime {

    private GradientTime() {
    }

    static double exposed(Job job, Links links, Achieved achieved, RankWeights weights, double microBatchSeconds) {
        Layout layout = job.layout();
        double ranks = (double) layout.data() * layout.context();
        if (ranks == 1 || layout.sharding() == Sharding.WEIGHTS) {
            return 0;
        }
        boolean wideSums = job.software().overlaps() && !job.precision().narrow();
        double down = wideSums ? 4 : 2;
        double back = layout.sharding() == Sharding.NONE ? down : 2;
        double expertRanks = Math.max(1, ranks * layout.tensor() / layout.expert());
        double whole = links.gather(weights.common() * down, ranks, layout.tensor())
            + links.gather(weights.common() * back, ranks, layout.tensor())
            + links.gather(weights.experts() * down, expertRanks, layout.expert())
            + links.gather(weights.experts() * back, expertRanks, layout.expert());
        boolean hooks = layout.pipeline() == 1 && job.microBatches() == 1;
        if (!job.software().overlaps() && !hooks) {
            return whole;
        }
        return whole - Math.min(achieved.dataOverlap() * whole, achieved.dataRoom() * microBatchSeconds);
    }
}
