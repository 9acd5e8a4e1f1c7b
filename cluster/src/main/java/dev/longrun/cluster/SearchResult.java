package dev.longrun.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a search came to.
 *
 * @param ranked the best layout of each shape (tensor, pipeline, context and data ranks), fastest first
 * @param limits that it kept to: narrower ones left nothing
 * @param shapes that divide evenly
 * @param feasible layouts that fit
 * @param refused layouts that do not, by the part that takes most
 * @param refusal why there is none; empty where there is one
 */
public record SearchResult(List<Candidate> ranked, Limits limits, int shapes, long feasible,
    Map<MemoryPart, Long> refused, Optional<String> refusal) {

    public SearchResult {
        ranked = List.copyOf(ranked);
        refused = Map.copyOf(refused);
    }

    /** The best layout. */
    public Optional<Candidate> best() {
        return ranked.stream().findFirst();
    }

    /** The best one of other tensor ranks or stages: context in place of data ranks alone is hardly another layout. */
    public Optional<Candidate> runnerUp() {
        return best().flatMap(best -> ranked.stream().filter(each -> each.layout().tensor() != best.layout().tensor()
            || each.layout().pipeline() != best.layout().pipeline()).findFirst());
    }

    /** Layouts looked at. */
    public long examined() {
        return feasible + refused.values().stream().mapToLong(Long::longValue).sum();
    }
}
