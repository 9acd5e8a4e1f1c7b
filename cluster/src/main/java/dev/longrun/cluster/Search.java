package dev.longrun.cluster;

import dev.longrun.cluster.Layout.Recompute;
import dev.longrun.cluster.Layout.Sharding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * The best layout of a step: every layout of {@link Space} is held against memory, and every one that fits is timed.
 * Best is fastest, then of most memory left, then first in order. Shapes are searched side by side and joined in order,
 * so the answer does not depend on the threads.
 */
public final class Search {

    private final Function<SearchRequest, StepCost> costs;
    private final int threads;

    /** On a number of threads. */
    public Search(int threads) {
        this(request -> {
            StepClock clock = new StepClock(request.job(new Layout(1, 1, 1, 1, 1, 1, 1, false, Sharding.NONE,
                Recompute.NONE)));
            return at -> clock.seconds(at.layout());
        }, threads);
    }

    Search(Function<SearchRequest, StepCost> costs, int threads) {
        this.costs = costs;
        this.threads = threads;
    }

    /**
     * Searches. Tensor ranks keep to a link domain and fragmentation must fit, unless nothing does: then first the one
     * and then the other is given up, and the remark says so.
     */
    public SearchResult search(SearchRequest request) {
        Limits limits = Limits.usual(request.chip());
        SearchResult usual = search(request, limits, "");
        if (usual.best().isPresent()) {
            return usual;
        }
        SearchResult tight = search(request, new Limits(true, false, limits.capacityBytes()),
            "nothing fits with the allocator's fragmentation: expect it to run short and slow down");
        if (tight.best().isPresent()) {
            return tight;
        }
        SearchResult beyond = search(request, new Limits(false, false, limits.capacityBytes()),
            "nothing fits with tensor ranks within a link domain and with the allocator's fragmentation");
        return beyond.best().isPresent() ? beyond : new SearchResult(List.of(), beyond.shapes(), 0, beyond.refused(),
            beyond.examined() == 0 ? new Space(request, new Limits(false, false, 0)).emptiness() : refusal(beyond));
    }

    /** What each constraint costs beside the best layout; nothing where there is none. */
    public List<Constraint> constraints(SearchRequest request, SearchResult found) {
        if (found.best().isEmpty()) {
            return List.of();
        }
        Candidate best = found.best().get();
        Limits usual = Limits.usual(request.chip());
        List<Constraint> constraints = new ArrayList<>();
        constraints.add(constraint("tensor ranks beyond a link domain allowed", best,
            search(request, new Limits(false, true, usual.capacityBytes()), "").best()));
        constraints.add(constraint("memory of an accelerator 10 % larger", best,
            search(request, new Limits(true, true, 1.1 * usual.capacityBytes()), "").best()));
        constraints.add(constraint("nothing computed anew", best,
            search(request.withFixed(request.fixed().with(Recompute.NONE)), usual, "").best()));
        constraints.add(constraint("half the batch", best, batch(request, request.batch() / 2, usual)));
        constraints.add(constraint("twice the batch", best, batch(request, 2 * request.batch(), usual)));
        constraints.add(constraint("four times the batch", best, batch(request, 4 * request.batch(), usual)));
        if (!request.fixed().equals(Fixed.nothing())) {
            constraints.add(constraint("nothing of the layout given", best,
                search(request.withFixed(Fixed.nothing()), usual, "").best()));
        }
        return constraints;
    }

    private Optional<Candidate> batch(SearchRequest request, int batch, Limits limits) {
        return batch < 1 ? Optional.empty() : search(request.withBatch(batch), limits, "").best();
    }

    private static Constraint constraint(String words, Candidate best, Optional<Candidate> other) {
        return new Constraint(words, other, other.map(candidate -> candidate.pace() / best.pace() - 1).orElse(-1.0));
    }

    SearchResult search(SearchRequest request, Limits limits, String remark) {
        Space space = new Space(request, limits);
        List<Shape> shapes = space.shapes();
        Map<Sharding, MemoryModel> memory = new EnumMap<>(Sharding.class);
        for (Sharding sharding : Sharding.values()) {
            memory.put(sharding, new MemoryModel(request.model(), request.sequence(), request.precision(),
                Practice.of(request.software(), request.precision(), sharding)));
        }
        StepCost cost = costs.apply(request);
        List<Candidate> ranked = new ArrayList<>();
        long feasible = 0;
        long[] refused = new long[MemoryModel.PARTS];
        for (Found found : each(shapes,
            shape -> new ShapeSearch(space, memory, cost, limits, request.batch()).search(shape))) {
            found.best().ifPresent(ranked::add);
            feasible += found.feasible();
            for (int i = 0; i < refused.length; i++) {
                refused[i] += found.refused()[i];
            }
        }
        ranked.sort(Comparator.comparingDouble(Candidate::stepSeconds).thenComparingDouble(Candidate::peakBytes));
        Map<MemoryPart, Long> byPart = new EnumMap<>(MemoryPart.class);
        for (MemoryPart part : MemoryPart.values()) {
            if (refused[part.ordinal()] > 0) {
                byPart.put(part, refused[part.ordinal()]);
            }
        }
        return new SearchResult(ranked, shapes.size(), feasible, byPart, remark);
    }

    private List<Found> each(List<Shape> shapes, Function<Shape, Found> search) {
        if (threads == 1) {
            return shapes.stream().map(search).toList();
        }
        try (ExecutorService team = Executors.newFixedThreadPool(threads)) {
            return team.invokeAll(shapes.stream().map(shape -> (Callable<Found>) () -> search.apply(shape)).toList())
                .stream().map(Future::resultNow).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("search interrupted", e);
        }
    }

    private static String refusal(SearchResult none) {
        MemoryPart part = none.refused().entrySet().stream().max(Map.Entry.<MemoryPart, Long>comparingByValue()
            .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder()))).map(Map.Entry::getKey).orElseThrow();
        return "none of " + none.examined() + " layouts fits; most often too much: " + part.words() + " (" + part.rule()
            + ")";
    }
}
