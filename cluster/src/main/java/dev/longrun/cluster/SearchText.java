package dev.longrun.cluster;

import dev.longrun.page.Words;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A search's outcome for people. */
public final class SearchText {

    private SearchText() {
    }

    /** Best, runner-up, what was refused and why, and what each constraint costs. */
    public static String of(SearchResult found, List<Constraint> constraints) {
        if (found.best().isEmpty()) {
            return found.refusal().orElseThrow() + "\n";
        }
        StringBuilder text = new StringBuilder();
        Candidate best = found.best().get();
        text.append("best        ").append(line(best)).append('\n');
        found.runnerUp().ifPresent(other -> text.append("runner-up   ").append(line(other))
            .append(Words.format(" (%.1f %% slower)%n", 100 * (other.stepSeconds() / best.stepSeconds() - 1))));
        if (!found.limits().withFragmentation()) {
            text.append("            nothing fits with the allocator's fragmentation: expect it to run short\n");
        }
        if (!found.limits().withinDomain()) {
            text.append("            nothing fits with tensor ranks within a link domain\n");
        }
        text.append(Words.format("layouts     %s of %s shapes divide evenly; %s fit%n", Words.exact(found.examined()),
            Words.exact(found.shapes()), Words.exact(found.feasible())));
        found.refused().entrySet().stream().sorted(Map.Entry.<MemoryPart, Long>comparingByValue().reversed()
            .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder()))).forEach(part -> text.append(
                Words.format("            %s do not: most goes to %s%n", Words.exact(part.getValue()),
                    part.getKey().words())));
        constraints.forEach(constraint -> text.append(Words.format("with %-40s %s%n", constraint.words(),
            constraint.best().map(other -> Words.format("%+.1f %% sequences a second: ", 100 * constraint.gain())
                + other.layout().words()).orElse("nothing fits"))));
        return text.toString();
    }

    private static String line(Candidate at) {
        return at.layout().words() + Words.format(": %.4g s a step, %.1f GiB", at.stepSeconds(),
            at.peakBytes() / Practice.GIB);
    }
}
