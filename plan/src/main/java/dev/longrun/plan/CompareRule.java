package dev.longrun.plan;

import dev.longrun.run.Run;
import dev.longrun.run.RunYaml;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * At which levels of compute two runs are compared: each four times the one before, so that the smaller ones together
 * cost a third of the largest. At each level both are trained once a seed.
 */
public final class CompareRule {
    /** Levels, unless one asks for another number. */
    public static final int RUNGS = 3;
    /** Runs of each side at each level, unless one asks for another number. */
    public static final int SEEDS = 3;
    /** A rung of fewer steps is mostly warm-up. */
    public static final long LEAST_STEPS = 100;
    /** Between two levels. */
    private static final double FACTOR = 4;
    /** What a comparison sets by itself, and what has no part in training: no difference of the two. */
    private static final Set<String> OURS = Set.of("name", "budget", "training.seed", "training.evaluate_every",
        "training.checkpoint_every", "training.checkpoint_seconds", "training.keep_last", "training.keep_every",
        "training.prompts", "training.sample_tokens", "hardware.efficiency");

    private CompareRule() {
    }

    /** What one run at the largest level may take, in the unit of the whole budget. */
    public static double largest(double budget, int rungs, int seeds) {
        double levels = 0;
        for (int i = 0; i < rungs; i++) {
            levels += Math.pow(FACTOR, -i);
        }
        return budget / (2 * seeds * levels);
    }

    /** The levels below and at the largest, the least first; two digits, so that names of rungs stay short. */
    public static List<Double> levels(double largest, int rungs) {
        List<Double> levels = new ArrayList<>();
        for (int i = rungs - 1; i >= 0; i--) {
            levels.add(Grid.nearest(largest / Math.pow(FACTOR, i), 2));
        }
        return List.copyOf(levels);
    }

    /** What differs between two resolved runs beside what a comparison sets, a line each. */
    public static List<String> differences(Run a, Run b) {
        Map<String, String> ofA = RunYaml.values(a);
        Map<String, String> ofB = RunYaml.values(b);
        Set<String> paths = new LinkedHashSet<>(ofA.keySet());
        paths.addAll(ofB.keySet());
        paths.removeAll(OURS);
        return paths.stream().filter(path -> !Optional.ofNullable(ofA.get(path)).equals(
            Optional.ofNullable(ofB.get(path)))).map(path -> path + ": " + ofA.getOrDefault(path, "none") + " -> "
            + ofB.getOrDefault(path, "none")).toList();
    }
}
