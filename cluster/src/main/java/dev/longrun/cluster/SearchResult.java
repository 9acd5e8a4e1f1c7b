package dev.longrun.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a search came to.
 *
 * @param ranked the best layout of each shape (tensor, pipeline, context and data ranks), fastest first
 * @param shapes that divide evenly
 * @param feasible layouts that fit
 * @param refused layouts that do not, by the part that takes most
 * @param remark what the search had to give up to find one, or why there is none; empty in the usual case
 */
public record SearchResult(List<Candidate> ranked, int shapes, long feasible, Map<MemoryPart, Long> refused,
    String remark) {

    public SearchResult {
        ranked = List.copyOf(ranked);
        refused = Map.copyOf(refused);
    }

    /** The best layout. */
    public Optional<Candidate> best() {
        return ranked.stream().findFirst();
    }

    /** The best one of another shape. */
    public Optional<Candidate> runnerUp() {
        return ranked.stream().skip(1).findFirst();
    }

    /** Layouts looked at. */
    public long examined() {
        return feasible + refused.values().stream().mapToLong(Long::longValue).sum();
    }
}
