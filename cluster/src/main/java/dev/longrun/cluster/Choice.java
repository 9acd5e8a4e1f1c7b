package dev.longrun.cluster;

import dev.longrun.run.Layout.Recompute;
import java.util.ArrayList;
import java.util.List;

/**
 * What a published run leaves out of its layout is chosen as the planner would: of micro-batch and interleaving the
 * fastest that fits in memory, if need be without room for fragmentation; else what needs least. Recomputation
 * that is not published costs no time here: software that can, recomputes single modules where memory is short, at a
 * few percent; so memory may need it all ({@link #memory}).
 */
final class Choice {

    private static final int MOST_MICRO_BATCH = 64;
    private static final int MOST_CHUNKS = 16;
    private static final int MOST_SPARE = 3;

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
            StepMemory memory = memory(here, run.recomputeKnown());
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

    /** Of a job; where recomputation is not published and without it memory does not suffice, with full. */
    static StepMemory memory(Job job, boolean recomputeKnown) {
        StepMemory memory = StepMemory.of(job);
        return memory.fits() || recomputeKnown ? memory : StepMemory.of(job.with(recomputing(job.layout())));
    }

    private static Layout recomputing(Layout layout) {
        return new Layout(layout.tensor(), layout.pipeline(), layout.interleave(), layout.data(), layout.context(),
            layout.expert(), layout.microBatch(), layout.sequenceParallel(), layout.sharding(), Recompute.FULL);
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
                if (v == 1 || divides(layers, given.pipeline(), v)) {
                    layouts.add(new Layout(given.tensor(), given.pipeline(),
                        run.interleaveKnown() ? given.interleave() : v, given.data(), given.context(), given.expert(),
                        b, given.sequenceParallel(), given.sharding(), given.recompute()));
                }
            }
            if (run.microBatchKnown()) {
                break;
            }
        }
        return layouts;
    }

    /** Evenly, or short of a few layers where they do not divide over the stages either (61 layers as 64). */
    private static boolean divides(int layers, int stages, int chunks) {
        int all = stages * chunks;
        int spare = (all - layers % all) % all;
        return spare == 0 || layers % stages != 0 && spare <= MOST_SPARE && all <= layers + MOST_SPARE;
    }
}
