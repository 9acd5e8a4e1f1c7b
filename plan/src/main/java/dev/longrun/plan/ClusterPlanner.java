package dev.longrun.plan;

import dev.longrun.cluster.Candidate;
import dev.longrun.cluster.Chip;
import dev.longrun.cluster.Fixed;
import dev.longrun.cluster.Job;
import dev.longrun.cluster.Layout;
import dev.longrun.cluster.MemoryPart;
import dev.longrun.cluster.Network;
import dev.longrun.cluster.Precision;
import dev.longrun.cluster.Search;
import dev.longrun.cluster.SearchRequest;
import dev.longrun.cluster.SearchResult;
import dev.longrun.cluster.Software;
import dev.longrun.cluster.StepBand;
import dev.longrun.cluster.StepMemory;
import dev.longrun.cluster.StepTime;
import dev.longrun.page.Words;
import dev.longrun.plan.ClusterPlan.Alternative;
import dev.longrun.plan.ClusterPlan.Part;
import dev.longrun.plan.ClusterPlan.Ranks;
import dev.longrun.run.Hardware;
import dev.longrun.run.Layout.Recompute;
import dev.longrun.run.Layout.Sharding;
import dev.longrun.run.Run;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Lays a run out over its accelerators: what the run file gives of the layout holds, the rest is searched for. */
final class ClusterPlanner {
    static final String OPTIMIZER = "optimiser";
    private static final int ALTERNATIVES = 5;
    /** A smaller part of the accelerators is not tried. */
    private static final double LEAST_USED = 0.9;
    /** A layout with stages, so that only the year and the precision decide which software is meant. */
    private static final Layout STAGED = new Layout(8, 8, 1, 1, 1, 1, 1, true, Sharding.OPTIMIZER,
        Recompute.NONE);

    private ClusterPlanner() {
    }

    /** Of a run on accelerators. */
    static ClusterPlan of(Run run) {
        Optional<String> uneven = uneven(run);
        if (uneven.isPresent()) {
            return refused(uneven.get(), "");
        }
        Search search = new Search(Runtime.getRuntime().availableProcessors());
        SearchRequest request = request(run, Math.toIntExact(run.hardware().count()));
        SearchResult found = search.search(request);
        for (int fewer : fewer(run)) {
            SearchRequest other = request(run, fewer);
            SearchResult others = search.search(other);
            if (pace(others) > pace(found)) {
                request = other;
                found = others;
            }
        }
        String software = request.software().name().toLowerCase(Locale.ROOT);
        if (found.best().isEmpty()) {
            return refused(found.refusal().orElse("no layout fits"), software);
        }
        return plan(run, search, request, found, software);
    }

    private static double pace(SearchResult found) {
        return found.best().map(Candidate::pace).orElse(0.0);
    }

    private static ClusterPlan plan(Run run, Search search, SearchRequest request, SearchResult found,
        String software) {
        Candidate best = found.best().orElseThrow();
        Job job = request.job(best.layout());
        StepTime time = StepTime.of(job);
        StepBand band = StepBand.of(job, false);
        StepMemory memory = StepMemory.of(job);
        double seconds = time.seconds();
        double flops = (double) FlopCount.of(run.model()).training() * run.training().batchTokens() / seconds
            / request.accelerators();
        return new ClusterPlan(best.layout().words(), request.accelerators(), ranks(best.layout()),
            found(request, found), "", software, seconds, band.low() * seconds, band.high() * seconds, parts(time),
            flops, flops / run.hardware().peak(), memory(memory), memory.peakBytes(), memory.capacityBytes(),
            memory.stage(), alternatives(found, best), search.constraints(request, found).stream()
            .map(each -> new Alternative(each.words(), each.best().map(other -> other.layout().words())
                .orElse("nothing fits"), each.best().map(Candidate::stepSeconds).orElse(0.0), each.gain())).toList());
    }

    /**
     * Counts a little below the run's that have no factors but 2 and 3, the two largest: what divides evenly may do
     * more than all. None where the run file gives ranks, which multiply to one count.
     */
    private static List<Integer> fewer(Run run) {
        var given = run.layout();
        if (Stream.of(given.tensor(), given.pipeline(), given.data(), given.context()).anyMatch(Optional::isPresent)) {
            return List.of();
        }
        int count = Math.toIntExact(run.hardware().count());
        List<Integer> smooth = new ArrayList<>();
        for (long threes = 1; threes <= count; threes *= 3) {
            for (long number = threes; number < count; number *= 2) {
                if (number >= LEAST_USED * count) {
                    smooth.add((int) number);
                }
            }
        }
        return smooth.stream().sorted(Comparator.reverseOrder()).limit(2).toList();
    }

    private static Ranks ranks(Layout of) {
        return new Ranks(of.tensor(), of.pipeline(), of.interleave(), of.data(), of.context(), of.expert(),
            of.microBatch());
    }

    /** Parts that add up to the peak: fragmentation is what there is room for. */
    private static List<Part> memory(StepMemory memory) {
        List<Part> parts = new ArrayList<>();
        for (MemoryPart part : MemoryPart.values()) {
            add(parts, part.words(), part == MemoryPart.FRAGMENTATION ? memory.peakBytes() - memory.neededBytes()
                : memory.parts().get(part), part.rule(memory.practice()));
        }
        return List.copyOf(parts);
    }

    private static ClusterPlan refused(String why, String software) {
        return new ClusterPlan("", 0, new Ranks(0, 0, 0, 0, 0, 0, 0), "", why, software, 0, 0, 0, List.of(), 0, 0,
            List.of(), 0, 0, 0, List.of(), List.of());
    }

    private static Optional<String> uneven(Run run) {
        long batch = run.training().batchTokens();
        if (batch % run.model().context() != 0) {
            return Optional.of(Words.format("training.batch_tokens of %s is no whole number of sequences of %s",
                Words.exact(batch), Words.exact(run.model().context())));
        }
        return batch / run.model().context() > Integer.MAX_VALUE || run.hardware().count() > Integer.MAX_VALUE
            ? Optional.of("more sequences or accelerators than a layout can have") : Optional.empty();
    }

    private static SearchRequest request(Run run, int accelerators) {
        Hardware hardware = run.hardware();
        Precision precision = Precision.valueOf(switch (run.training().precision()) {
            case F32, BF16 -> "BF16";
            case FP16, FP8, MXFP8, NVFP4 -> run.training().precision().name();
        });
        Network network = new Network(hardware.networkBandwidth().orElse(0.0),
            run.cluster().pod().orElse(Long.MAX_VALUE), run.cluster().oversubscription().orElse(1.0));
        int batch = Math.toIntExact(run.training().batchTokens() / run.model().context());
        return new SearchRequest(ClusterModel.of(run.model()), run.model().context(), batch, precision,
            Chip.of(hardware), network, accelerators,
            Software.of(day(run).getYear(), precision, STAGED), Fixed.of(run.layout()));
    }

    /** The day whose knowledge counts: the forecast's, else the first of training, else today. */
    static LocalDate day(Run run) {
        return Stream.of(run.schedule().asOf(), run.schedule().start(), run.schedule().announced())
            .flatMap(Optional::stream).findFirst().orElseGet(LocalDate::now);
    }

    private static String found(SearchRequest request, SearchResult found) {
        String limits = (found.limits().withFragmentation() ? "" : "; nothing fits with the allocator's fragmentation, "
            + "so expect it to run short") + (found.limits().withinDomain() ? ""
            : "; nothing fits with tensor ranks within a link domain");
        return Words.format("%s of %s shapes that divide evenly, %s layouts, of which %s fit%s%s",
            request.fixed().equals(Fixed.nothing()) ? "the fastest" : "the fastest with what is given",
            Words.exact(found.shapes()), Words.exact(found.examined()), Words.exact(found.feasible()), "", limits);
    }

    private static List<Alternative> alternatives(SearchResult found, Candidate best) {
        return found.ranked().stream().skip(1).limit(ALTERNATIVES).map(each -> new Alternative("another shape",
            each.layout().words(), each.stepSeconds(), each.pace() / best.pace() - 1)).toList();
    }

    private static List<Part> parts(StepTime time) {
        List<Part> parts = new ArrayList<>();
        add(parts, "layers", time.compute(), "products, attention, what moves memory, launches");
        add(parts, "recomputation", time.recompute(), "activations computed anew");
        add(parts, "embedding, logits", time.ends(), "on the slowest stage");
        add(parts, "tensor parallel", time.tensor(), "collectives that products do not hide");
        add(parts, "experts' exchange", time.exchange(), "tokens to their experts and back");
        add(parts, "context parallel", time.context(), "keys and values that attention does not hide");
        add(parts, "weights gathered", time.gathers(), "layer by layer, where weights are sharded");
        add(parts, "between stages", time.transfers(), "activations and their gradients");
        add(parts, "bubble", time.bubble(), "the pipeline fills and drains");
        add(parts, "gradients", time.gradients(), "reduced, and new weights sent, as far as not hidden");
        add(parts, OPTIMIZER, time.optimizer(), "the update of what a rank holds");
        add(parts, "waiting", time.waiting(), "for the slowest of many nodes");
        return List.copyOf(parts);
    }

    private static void add(List<Part> parts, String name, double seconds, String rule) {
        if (seconds > 0) {
            parts.add(new Part(name, seconds, rule));
        }
    }
}
