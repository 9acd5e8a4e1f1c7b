package dev.longrun.cluster;

import dev.longrun.cluster.Layout.Recompute;
import java.util.ArrayList;
import java.util.List;

/**
 * What a published run leaves out of its layout is chosen as the planner would: of micro-batch, interleaving and
 * recomputation, the fastest that fits in memory; where nothing fits, the fastest of those that need least.
 */
final class Choice {

    private static final int MOST_MICRO_BATCH = 64;
    private static final int MOST_CHUNKS = 16;

    private Choice() {
    }

    static Job complete(MeasuredRun run) {
        Job job = run.job();
        StepClock clock = new StepClock(job);
        Job best = job;
        double bestSeconds = Double.MAX_VALUE;
        double bestExcess = Double.MAX_VALUE;
        for (Layout layout : candidates(run)) {
            Job here = job.with(layout);
            StepMemory memory = StepMemory.of(here, practice(here));
            double excess = memory.fits() ? 0 : memory.neededBytes();
            double seconds = clock.seconds(layout);
            if (excess < bestExcess || excess == bestExcess && seconds < bestSeconds) {
                best = here;
                bestSeconds = seconds;
                bestExcess = excess;
            }
        }
        return best;
    }

    /** The habits of a job's software in memory. */
    static Practice practice(Job job) {
        if (job.software().fusedAttention()) {
            return Practice.usual();
        }
        return job.layout().sharding() == Layout.Sharding.OPTIMIZER ? Practice.deepSpeed2022(job.precision())
            : Practice.megatron2022();
    }

    private static List<Layout> candidates(MeasuredRun run) {
        Layout given = run.job().layout();
        int share = run.job().batch() / given.data();
        int layers = run.job().model().layers();
        List<Layout> layouts = new ArrayList<>();
        for (int micro = 1; micro <= Math.min(share, MOST_MICRO_BATCH); micro *= 2) {
            if (!run.microBatchKnown() && share % micro != 0) {
                continue;
            }
            int b = run.microBatchKnown() ? given.microBatch() : micro;
            for (int v = 1; v <= (run.interleaveKnown() ? 1 : MOST_CHUNKS); v++) {
                int chunks = given.pipeline() * v;
                boolean ends = layers % given.pipeline() != 0;
                if (v > 1 && (layers + (ends ? 2 : 0)) % chunks != 0) {
                    continue;
                }
                int interleave = run.interleaveKnown() ? given.interleave() : v;
                for (Recompute recompute : run.recomputeKnown() ? new Recompute[] {given.recompute()}
                    : Recompute.values()) {
                    layouts.add(new Layout(given.tensor(), given.pipeline(), interleave, given.data(),
                        given.context(), given.expert(), b, given.sequenceParallel(), given.sharding(), recompute));
                }
            }
            if (run.microBatchKnown()) {
                break;
            }
        }
        return layouts;
    }
}
