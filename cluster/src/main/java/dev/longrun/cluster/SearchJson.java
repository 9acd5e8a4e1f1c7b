package dev.longrun.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** A search's outcome for machines: layouts as the run file names them, seconds, bytes; gains are fractions. */
public final class SearchJson {

    private SearchJson() {
    }

    /** Best, runner-up, counts and constraints. */
    public static ObjectNode of(SearchResult found, List<Constraint> constraints) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        found.refusal().ifPresent(why -> root.put("refusal", why));
        found.best().ifPresent(best -> candidate(root.putObject("best"), best));
        found.runnerUp().ifPresent(other -> candidate(root.putObject("runner_up"), other));
        root.put("shapes", found.shapes()).put("examined", found.examined()).put("feasible", found.feasible());
        ObjectNode refused = root.putObject("refused");
        for (MemoryPart part : MemoryPart.values()) {
            if (found.refused().containsKey(part)) {
                refused.put(part.name().toLowerCase(Locale.ROOT), found.refused().get(part));
            }
        }
        root.putObject("limits").put("within_domain", found.limits().withinDomain())
            .put("with_fragmentation", found.limits().withFragmentation())
            .put("capacity_bytes", found.limits().capacityBytes());
        var all = root.putArray("constraints");
        for (Constraint constraint : constraints) {
            ObjectNode node = all.addObject().put("change", constraint.words());
            constraint.best().ifPresent(best -> candidate(node.put("gain", constraint.gain()).putObject("best"), best));
        }
        return root;
    }

    private static void candidate(ObjectNode node, Candidate at) {
        Layout layout = at.layout();
        node.putObject("layout").put("tensor", layout.tensor()).put("pipeline", layout.pipeline())
            .put("interleave", layout.interleave()).put("data", layout.data()).put("context", layout.context())
            .put("expert", layout.expert()).put("micro_batch", layout.microBatch())
            .put("sequence_parallel", layout.sequenceParallel())
            .put("sharding", layout.sharding().name().toLowerCase(Locale.ROOT))
            .put("recompute", layout.recompute().name().toLowerCase(Locale.ROOT));
        node.put("batch_sequences", at.batch()).put("step_seconds", at.stepSeconds()).put("peak_bytes", at.peakBytes());
    }
}
