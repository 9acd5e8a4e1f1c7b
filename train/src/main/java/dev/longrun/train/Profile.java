package dev.longrun.train;

import dev.longrun.model.PassClock;
import dev.longrun.model.TrainingPass;
import dev.longrun.plan.FlopCount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Adds up where the time of a process goes: a look at the clock a part, so it always runs. */
final class Profile {

    /** What is not inside a training pass. */
    enum Part { DATA, GRADIENT_NORM, OPTIMIZER, EVALUATION }

    private final TrainingPass pass;
    private final long began = System.nanoTime();
    private final long[] nanos = new long[Part.values().length];
    /** What evaluations took of the pass's own parts. */
    private final long[] evaluations = new long[PassClock.Part.values().length];

    Profile(TrainingPass pass) {
        this.pass = pass;
    }

    /** Counts the time since {@code before}. */
    void add(Part part, long before) {
        nanos[part.ordinal()] += System.nanoTime() - before;
    }

    /** An evaluation passes through the same layers as a step: what it takes there is counted as its own. */
    <T> T evaluate(Supplier<T> evaluation) {
        long before = System.nanoTime();
        for (PassClock.Part part : PassClock.Part.values()) {
            evaluations[part.ordinal()] -= pass.nanos(part);
        }
        T result = evaluation.get();
        for (PassClock.Part part : PassClock.Part.values()) {
            evaluations[part.ordinal()] += pass.nanos(part);
        }
        add(Part.EVALUATION, before);
        return result;
    }

    /** All until now, the longest part first and what belongs to none last. */
    Event.Profiled event(String at, long step, long steps, long tokens, FlopCount flop, double peakFlops,
        long stallNanos) {
        double seconds = (System.nanoTime() - began) / 1e9;
        List<Event.PartTime> parts = new ArrayList<>();
        for (PassClock.Part part : PassClock.Part.values()) {
            double own = (pass.nanos(part) - evaluations[part.ordinal()]) / 1e9;
            // Backward is twice forward, as in the plan.
            // A run without dropout or experts need not read of them.
            if (own > 0 || part != PassClock.Part.DROPOUT && part != PassClock.Part.ROUTING) {
                parts.add(new Event.PartTime(name(part), own, 3.0 * tokens * forwardFlop(part, flop)));
            }
        }
        for (Part part : Part.values()) {
            parts.add(new Event.PartTime(name(part), nanos[part.ordinal()] / 1e9, 0));
        }
        parts.add(new Event.PartTime("checkpoint stall", stallNanos / 1e9, 0));
        parts.sort(Comparator.comparingDouble(Event.PartTime::seconds).reversed());
        double told = parts.stream().mapToDouble(Event.PartTime::seconds).sum();
        parts.add(new Event.PartTime("the rest", Math.max(0, seconds - told), 0));
        return new Event.Profiled(at, step, steps, seconds, peakFlops, List.copyOf(parts));
    }

    private static String name(Part part) {
        return switch (part) {
            case DATA -> "data";
            case GRADIENT_NORM -> "gradient norm";
            case OPTIMIZER -> "optimiser";
            case EVALUATION -> "evaluation and samples";
        };
    }

    private static String name(PassClock.Part part) {
        return switch (part) {
            case EMBEDDING -> "embedding";
            case DROPOUT -> "dropout";
            case NORM -> "norms";
            case ATTENTION_PRODUCTS -> "attention products";
            case ATTENTION -> "attention";
            case FFN_PRODUCTS -> "feed-forward products";
            case ACTIVATION -> "activation";
            case ROUTING -> "experts' routing";
            case HEAD_PRODUCTS -> "head products";
            case CROSS_ENTROPY -> "cross-entropy";
        };
    }

    private static long forwardFlop(PassClock.Part part, FlopCount flop) {
        return switch (part) {
            case ATTENTION_PRODUCTS -> flop.attentionProjections();
            case ATTENTION -> flop.attentionScores();
            case FFN_PRODUCTS -> flop.feedForward();
            case HEAD_PRODUCTS -> flop.head();
            case EMBEDDING, NORM, DROPOUT, ACTIVATION, ROUTING, CROSS_ENTROPY -> 0;
        };
    }
}
