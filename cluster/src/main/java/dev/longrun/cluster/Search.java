package dev.longrun.cluster;

import dev.longrun.page.Words;
import dev.longrun.run.Layout.Recompute;
import dev.longrun.run.Layout.Sharding;
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

    private static final double MORE_MEMORY = 1.1;

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
     * Searches. Fragmentation must fit and tensor ranks keep to a link domain, unless nothing does: then first the one
     * and then the other is given up, as the result's limits say.
     */
    public SearchResult search(SearchRequest request) {
        Limits usual = Limits.usual(request.chip());
        Optional<String> unknown = request.unknown();
        if (unknown.isPresent()) {
            return new SearchResult(List.of(), usual, 0, 0, Map.of(), unknown);
        }
        SearchResult found = search(request, usual);
        if (found.best().isEmpty()) {
            found = search(request, usual.withoutFragmentation());
        }
        return found.best().isPresent() ? found : search(request, usual.withoutFragmentation().beyondDomain());
    }

    /** What each constraint costs beside the best layout found; nothing where there is none. */
    public List<Constraint> constraints(SearchRequest request, SearchResult found) {
        if (found.best().isEmpty()) {
            return List.of();
        }
        Limits limits = found.limits();
        List<Constraint> constraints = new ArrayList<>();
        if (limits.withinDomain()) {
            constraints.add(constraint("tensor ranks beyond a link domain", found,
                search(request, limits.beyondDomain())));
        }
        constraints.add(constraint("10 % more memory on each accelerator", found,
            search(request, limits.withMemory(MORE_MEMORY))));
        constraints.add(constraint("nothing computed anew", found,
            search(request.withFixed(request.fixed().with(Recompute.NONE)), limits)));
        if (request.batch() % 2 == 0) {
            constraints.add(constraint("half the batch", found,
                search(request.withBatch(request.batch() / 2), limits)));
        }
        constraints.add(constraint("twice the batch", found, search(request.withBatch(2 * request.batch()), limits)));
        if (!request.fixed().equals(Fixed.nothing())) {
            constraints.add(constraint("nothing of the layout given", found,
                search(request.withFixed(Fixed.nothing()), limits)));
        }
        return List.copyOf(constraints);
    }

    private static Constraint constraint(String words, SearchResult found, SearchResult other) {
        double pace = found.best().orElseThrow().pace();
        return new Constraint(words, other.best(), other.best().map(best -> best.pace() / pace - 1).orElse(-1.0));
    }

    private SearchResult search(SearchRequest request, Limits limits) {
        Space space = new Space(request, limits);
        List<Shape> shapes = space.shapes();
        Map<Sharding, MemoryModel> memory = new EnumMap<>(Sharding.class);
        for (Sharding sharding : Sharding.values()) {
            memory.put(sharding, new MemoryModel(request.model(), request.sequence(), request.precision(),
                Practice.of(request.software(), request.precision(), sharding)));
        }
        StepCost cost = costs.apply(request);
        List<Found> all = each(shapes,
            shape -> new ShapeSearch(space, memory, cost, limits, request.batch()).search(shape));
        List<Candidate> ranked = all.stream().flatMap(found -> found.best().stream())
            .sorted(Comparator.comparingDouble(Candidate::stepSeconds).thenComparingDouble(Candidate::peakBytes))
            .toList();
        long feasible = all.stream().mapToLong(Found::feasible).sum();
        Map<MemoryPart, Long> refused = new EnumMap<>(MemoryPart.class);
        for (MemoryPart part : MemoryPart.values()) {
            long count = all.stream().mapToLong(found -> found.refused()[part.ordinal()]).sum();
            if (count > 0) {
                refused.put(part, count);
            }
        }
        Optional<String> refusal = feasible > 0 ? Optional.empty() : Optional.of(all.stream()
            .filter(found -> found.leanest().isPresent()).min(Comparator.comparingDouble(Found::leastBytes))
            .map(found -> refusal(request, found.leanest().orElseThrow(), refused)).orElseGet(space::emptiness));
        return new SearchResult(ranked, limits, shapes.size(), feasible, refused, refusal);
    }

    private static String refusal(SearchRequest request, Layout leanest, Map<MemoryPart, Long> refused) {
        long all = refused.values().stream().mapToLong(Long::longValue).sum();
        return "none of " + Words.exact(all) + " layouts fits; the leanest, " + leanest.words() + ", "
            + StepMemory.of(request.job(leanest)).refusal().orElse("fits but for fragmentation");
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
}
