package dev.longrun.cluster;

import dev.longrun.run.Layout.Recompute;
import dev.longrun.run.Layout.Sharding;
import java.util.ArrayList;
import java.util.List;

/** Every combination of small numbers, thrown out one by one: what a search must come to. */
record BruteForce(Candidate best, long feasible, long refused) {

    static BruteForce of(SearchRequest request, StepCost cost) {
        int most = Math.max(request.accelerators(), request.batch());
        List<Layout> divide = new ArrayList<>();
        for (int t = 1; t <= request.chip().linkDomain(); t++) {
            for (int p = 1; p <= request.model().layers(); p++) {
                for (int c = 1; c <= 4; c++) {
                    for (int d = 1; d <= most; d++) {
                        if (t * p * c * d == request.accelerators()) {
                            inner(request, t, p, c, d, divide);
                        }
                    }
                }
            }
        }
        Candidate best = null;
        long feasible = 0;
        for (Layout layout : divide) {
            StepMemory memory = StepMemory.of(request.job(layout));
            double peak = memory.neededBytes() + memory.parts().get(MemoryPart.FRAGMENTATION);
            if (peak <= request.chip().memoryBytes()) {
                feasible++;
                Candidate candidate = new Candidate(layout, request.batch(),
                    cost.seconds(Cursor.of(request.job(layout))), memory.peakBytes());
                best = best == null || before(candidate, best) ? candidate : best;
            }
        }
        return new BruteForce(best, feasible, divide.size() - feasible);
    }

    private static boolean before(Candidate one, Candidate other) {
        return one.stepSeconds() < other.stepSeconds()
            || one.stepSeconds() == other.stepSeconds() && one.peakBytes() < other.peakBytes();
    }

    private static void inner(SearchRequest request, int t, int p, int c, int d, List<Layout> divide) {
        Transformer model = request.model();
        int experts = model.experts().map(Transformer.Experts::count).orElse(1);
        for (int e = 1; e <= experts; e++) {
            for (int b = 1; b <= request.batch(); b++) {
                for (int v = 1; v <= model.layers() + 2; v++) {
                    boolean heads = model.heads() % t == 0 && (model.kvHeads() % t == 0 || t % model.kvHeads() == 0);
                    boolean context = c == 1 || request.sequence() % (2 * c) == 0 && request.sequence() / c >= 512;
                    boolean spread = experts % e == 0 && t * d * c % e == 0;
                    boolean batch = request.batch() % (d * b) == 0;
                    boolean chunks = v == 1 || p > 1 && request.batch() / (d * b) % p == 0
                        && (model.layers() % (p * v) == 0 || (model.layers() + 1) % (p * v) == 0
                            || (model.layers() + 2) % (p * v) == 0);
                    if (heads && context && spread && batch && chunks) {
                        rest(new Layout(t, p, v, d, c, e, b, false, Sharding.NONE, Recompute.NONE), divide);
                    }
                }
            }
        }
    }

    private static void rest(Layout at, List<Layout> divide) {
        for (boolean sequenceParallel : at.tensor() > 1 ? new boolean[] {true, false} : new boolean[] {false}) {
            for (Sharding sharding : Sharding.values()) {
                boolean replicas = at.data() * at.context() > 1;
                if (sharding != Sharding.NONE && !replicas || sharding.ordinal() > 1 && at.pipeline() > 1) {
                    continue;
                }
                for (Recompute recompute : new Recompute[] {Recompute.NONE, Recompute.FULL}) {
                    divide.add(new Layout(at.tensor(), at.pipeline(), at.interleave(), at.data(), at.context(),
                        at.expert(), at.microBatch(), sequenceParallel, sharding, recompute));
                }
            }
        }
    }
}
