package dev.longrun.train;

import dev.longrun.run.Recipe;
import java.util.ArrayList;
import java.util.List;

/**
 * What earlier processes wrote of a run that goes on from {@code step}, without what is to be done again: later steps,
 * and an evaluation of that very step that was not written to its end.
 *
 * @param events to keep in the journal
 * @param evaluated whether nothing is left to evaluate at {@code step}
 */
record Past(List<Event> events, boolean evaluated) {

    /** {@code noted} is what is known of the text now: it stands instead of what was known before. */
    static Past of(List<Event> journal, long step, long steps, Recipe recipe, List<Event> noted) {
        boolean due = step > 0 && (step == steps || step % recipe.evaluateEvery() == 0);
        boolean evaluated = !due || evaluated(journal, step, recipe.prompts().size(), step == steps);
        List<Event> kept = new ArrayList<>();
        for (Event event : journal) {
            boolean again = Journal.step(event) > step
                || !evaluated && Journal.step(event) == step && ofEvaluation(event)
                || !noted.isEmpty() && (event instanceof Event.Prepared || event instanceof Event.Skipped);
            if (!again) {
                kept.add(event);
            }
        }
        return new Past(List.copyOf(kept), evaluated);
    }

    /** Whether the journal tells that the checkpoint of {@code step} is in place. */
    boolean saved(long step) {
        return events.stream().anyMatch(event -> event instanceof Event.Saved saved && saved.step() == step);
    }

    private static boolean evaluated(List<Event> journal, long step, int samples, boolean last) {
        List<Event> there = journal.stream().filter(event -> Journal.step(event) == step).toList();
        return there.stream().anyMatch(Event.Evaluated.class::isInstance)
            && there.stream().filter(Event.Sampled.class::isInstance).count() == samples
            && (!last || there.stream().anyMatch(Event.Finished.class::isInstance));
    }

    private static boolean ofEvaluation(Event event) {
        return event instanceof Event.Evaluated || event instanceof Event.Foretold || event instanceof Event.Sampled
            || event instanceof Event.Finished;
    }
}
