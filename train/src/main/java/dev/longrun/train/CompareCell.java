package dev.longrun.train;

import dev.longrun.plan.ComputeGain;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One run of a comparison.
 *
 * @param b whether it is of the second side
 * @param level which level of compute, the least is 0
 * @param seed of weights and data order
 */
public record CompareCell(boolean b, int level, long seed, TrainingRun run) {

    private static final String INTERRUPTED = "interrupted";

    /**
     * Trains it to the end; one that is finished, or has diverged, stays as it is.
     *
     * @throws TrainException when it cannot start, but not when it diverges
     */
    public Trainer.Outcome train(int threads, TrainListener listener, BooleanSupplier stop) throws IOException {
        if (divergence().isPresent()) {
            return Trainer.Outcome.FINISHED;
        }
        try {
            return run.train(threads, listener, stop);
        } catch (TrainException failure) {
            if (divergence().isEmpty()) {
                throw failure;
            }
            return Trainer.Outcome.FINISHED;
        }
    }

    /** Why it is no measurement: its guard stopped it, or it ended worse than guessing. */
    Optional<String> divergence() throws IOException {
        History history = History.read(run.folder().journal());
        Optional<Event.Stopped> stopped = history.stopped().filter(stop -> !stop.reason().equals(INTERRUPTED));
        if (stopped.isPresent()) {
            return Optional.of(stopped.get().reason() + " at step " + stopped.get().step());
        }
        double guess = Math.log(run.run().model().vocabulary());
        return history.finished().filter(end -> !(end.loss() < guess)).map(end -> "loss " + Figures.loss(end.loss())
            + " at the end, no better than guessing");
    }

    /** What the journal says of its end. */
    Optional<ComputeGain.Point> point() throws IOException {
        History history = History.read(run.folder().journal());
        // The median: what else the machine did meanwhile is no property of the run.
        double[] speeds = history.steps().stream().mapToDouble(Event.Step::tokensPerSecond).sorted().toArray();
        return history.finished().map(end -> new ComputeGain.Point(seed, run.plan().totalFlop(), end.bitsPerByte(),
            run.plan().tokens() / speeds[speeds.length / 2]));
    }

    /** What the journal says of its text. */
    Optional<Event.Prepared> text() throws IOException {
        return History.read(run.folder().journal()).last(Event.Prepared.class);
    }
}
