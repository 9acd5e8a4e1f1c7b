package dev.longrun.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a journal tells. Steps that a resumed run did over again are held once, as they were done last, so every list
 * ascends in {@code step}.
 *
 * @param events every line, in the order written
 * @param unreadable lines that are no event, such as the half line that a killed process leaves
 */
record History(List<Event> events, List<Event.Step> steps, List<Event.Evaluated> evaluations,
    List<Event.Foretold> forecasts, List<Event.Sampled> samples, long unreadable) {

    /** Reads {@code journal.jsonl}; one that is not there yet is an empty history. */
    static History read(Path journal) throws IOException {
        Journal.Contents contents = Journal.contents(journal);
        return of(contents.events(), contents.unreadable());
    }

    static History of(List<Event> events, long unreadable) {
        List<Event.Step> steps = new ArrayList<>();
        List<Event.Evaluated> evaluations = new ArrayList<>();
        List<Event.Foretold> forecasts = new ArrayList<>();
        List<Event.Sampled> samples = new ArrayList<>();
        for (Event event : events) {
            switch (event) {
                case Event.Step step -> {
                    dropFrom(steps, old -> old.step() >= step.step());
                    steps.add(step);
                }
                case Event.Evaluated evaluated -> {
                    dropFrom(evaluations, old -> old.step() >= evaluated.step());
                    evaluations.add(evaluated);
                }
                case Event.Sampled sampled -> {
                    samples.removeIf(old -> old.step() > sampled.step()
                        || old.step() == sampled.step() && old.prompt().equals(sampled.prompt()));
                    samples.add(sampled);
                }
                case Event.Resumed resumed -> {
                    dropFrom(steps, old -> old.step() > resumed.step());
                    dropFrom(evaluations, old -> old.step() > resumed.step());
                    dropFrom(forecasts, old -> old.step() > resumed.step());
                    samples.removeIf(old -> old.step() > resumed.step());
                }
                case Event.Foretold foretold -> {
                    dropFrom(forecasts, old -> old.step() >= foretold.step());
                    forecasts.add(foretold);
                }
                case Event.Started _, Event.Skipped _, Event.Prepared _, Event.Saved _, Event.Profiled _,
                    Event.Routed _, Event.Stopped _, Event.Finished _ -> { }
            }
        }
        return new History(List.copyOf(events), List.copyOf(steps), List.copyOf(evaluations), List.copyOf(forecasts),
            List.copyOf(samples), unreadable);
    }

    <T extends Event> Stream<T> all(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast);
    }

    <T extends Event> Optional<T> last(Class<T> kind) {
        return all(kind).reduce((_, later) -> later);
    }

    /** How many steps the run is to have, 0 when no line says so. */
    long plannedSteps() {
        return last(Event.Started.class).map(Event.Started::steps).orElse(0L);
    }

    /** Set when the run came to its end. */
    Optional<Event.Finished> finished() {
        return last(Event.Finished.class);
    }

    /** Set when the last process stopped early and none has taken the run up since. */
    Optional<Event.Stopped> stopped() {
        return events.stream().filter(e -> e instanceof Event.Stopped || e instanceof Event.Started
            || e instanceof Event.Finished).reduce((_, later) -> later)
            .filter(Event.Stopped.class::isInstance).map(Event.Stopped.class::cast);
    }

    /** Tokens trained on when {@code step} was done. */
    double tokensAt(long step) {
        if (steps.isEmpty()) {
            return step;
        }
        Event.Step last = steps.getLast();
        return (double) last.tokens() / last.step() * step;
    }

    /** Seconds spent in steps. */
    double stepSeconds() {
        double seconds = 0;
        long before = 0;
        for (Event.Step step : steps) {
            seconds += step.tokensPerSecond() > 0 ? (step.tokens() - before) / step.tokensPerSecond() : 0;
            before = step.tokens();
        }
        return seconds;
    }

    private static <T> void dropFrom(List<T> ascending, Predicate<T> superseded) {
        while (!ascending.isEmpty() && superseded.test(ascending.getLast())) {
            ascending.removeLast();
        }
    }
}
