package dev.longrun.cluster;

import dev.longrun.run.Layout.Recompute;
import dev.longrun.run.Layout.Sharding;

/** A layout under way, as mutable numbers: a search moves one through millions of layouts and allocates none. */
final class Cursor {

    int tensor;
    int pipeline;
    int interleave;
    int data;
    int context;
    int expert;
    int microBatch;
    int microBatches;
    boolean sequenceParallel;
    Sharding sharding = Sharding.NONE;
    Recompute recompute = Recompute.NONE;

    static Cursor of(Job job) {
        Cursor at = new Cursor();
        Layout layout = job.layout();
        at.tensor = layout.tensor();
        at.pipeline = layout.pipeline();
        at.interleave = layout.interleave();
        at.data = layout.data();
        at.context = layout.context();
        at.expert = layout.expert();
        at.microBatch = layout.microBatch();
        at.microBatches = Math.max(1, job.microBatches());
        at.sequenceParallel = layout.sequenceParallel();
        at.sharding = layout.sharding();
        at.recompute = layout.recompute();
        return at;
    }

    Layout layout() {
        return new Layout(tensor, pipeline, interleave, data, context, expert, microBatch, sequenceParallel, sharding,
            recompute);
    }
}
