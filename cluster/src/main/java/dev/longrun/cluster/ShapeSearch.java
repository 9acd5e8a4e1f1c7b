package dev.longrun.cluster;

import dev.longrun.run.Layout.Recompute;
import dev.longrun.run.Layout.Sharding;
import java.util.Map;
import java.util.Optional;

/** All layouts of one shape: memory first, which is cheap and refuses most, then time. One thread's work. */
final class ShapeSearch {

    private static final int FRAGMENTATION = MemoryPart.FRAGMENTATION.ordinal();

    private final Space space;
    private final Map<Sharding, MemoryModel> memory;
    private final StepCost cost;
    private final Limits limits;
    private final int batch;

    private final Cursor at = new Cursor();
    private final double[] parts = new double[MemoryModel.PARTS];
    private final double[] scratch = new double[MemoryModel.PARTS];
    private final long[] refused = new long[MemoryModel.PARTS];
    private long feasible;
    private Optional<Candidate> best = Optional.empty();
    private double bestSeconds = Double.POSITIVE_INFINITY;
    private double bestPeak = Double.POSITIVE_INFINITY;
    private Optional<Layout> leanest = Optional.empty();
    private double leastBytes = Double.POSITIVE_INFINITY;

    ShapeSearch(Space space, Map<Sharding, MemoryModel> memory, StepCost cost, Limits limits, int batch) {
        this.space = space;
        this.memory = memory;
        this.cost = cost;
        this.limits = limits;
        this.batch = batch;
    }

    Found search(Shape shape) {
        at.tensor = shape.tensor();
        at.pipeline = shape.pipeline();
        at.context = shape.context();
        at.data = shape.data();
        int[] interleaves = space.interleaves(shape);
        int[] microBatches = space.microBatches(shape);
        boolean[] sequenceParallel = space.sequenceParallel(shape);
        Sharding[] shardings = space.shardings(shape).toArray(Sharding[]::new);
        Recompute[] recomputes = space.recomputes().toArray(Recompute[]::new);
        for (int expert : space.experts(shape)) {
            at.expert = expert;
            for (int microBatch : microBatches) {
                at.microBatch = microBatch;
                at.microBatches = batch / shape.data() / microBatch;
                for (int interleave : interleaves) {
                    if (interleave > 1 && at.microBatches % shape.pipeline() != 0) {
                        continue;
                    }
                    at.interleave = interleave;
                    for (boolean parallel : sequenceParallel) {
                        at.sequenceParallel = parallel;
                        for (Sharding sharding : shardings) {
                            at.sharding = sharding;
                            for (Recompute recompute : recomputes) {
                                at.recompute = recompute;
                                weigh();
                            }
                        }
                    }
                }
            }
        }
        return new Found(best, leanest, leastBytes, feasible, refused);
    }

    private void weigh() {
        memory.get(at.sharding).fullest(at, parts, scratch);
        double held = MemoryModel.sum(parts);
        double bytes = limits.withFragmentation() ? held : held - parts[FRAGMENTATION];
        if (bytes > limits.capacityBytes()) {
            refused[MemoryModel.largest(parts)]++;
            if (bytes < leastBytes) {
                leastBytes = bytes;
                leanest = Optional.of(at.layout());
            }
            return;
        }
        feasible++;
        double seconds = cost.seconds(at);
        double peak = Math.min(held, limits.capacityBytes());
        if (seconds < bestSeconds || seconds == bestSeconds && peak < bestPeak) {
            bestSeconds = seconds;
            bestPeak = peak;
            best = Optional.of(new Candidate(at.layout(), batch, seconds, peak));
        }
    }
}
