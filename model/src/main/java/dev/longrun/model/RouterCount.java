package dev.longrun.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the routers of a pass did, counted without allocating until it is asked for. */
final class RouterCount {

    private final long[][] places;
    private final double[] entropies;
    private final long[] rows;
    private final double[] slices;

    /** For so many layers and experts, and tasks that each tell of the entropy of their rows. */
    RouterCount(int layers, int experts, int tasks) {
        places = new long[layers][experts];
        entropies = new double[layers];
        rows = new long[layers];
        slices = new double[tasks];
    }

    /** What a task's rows have in sum; until {@link #add}. */
    void entropy(int task, double sum) {
        slices[task] = sum;
    }

    /** Takes a layer's choice, which says where the rows of each of E experts begin, of so many tokens. */
    void add(int layer, int[] starts_E, int count) {
        rows[layer] += count;
        for (int expert = 0; expert < places[layer].length; expert++) {
            places[layer][expert] += starts_E[expert + 1] - starts_E[expert];
        }
        for (double slice : slices) {
            entropies[layer] += slice;
        }
    }

    /** What was counted, and forgets it. */
    Routing take() {
        List<List<Double>> shares = new ArrayList<>();
        List<Double> means = new ArrayList<>();
        for (int layer = 0; layer < places.length; layer++) {
            double sum = Math.max(1, Arrays.stream(places[layer]).sum());
            shares.add(Arrays.stream(places[layer]).mapToObj(count -> count / sum).toList());
            means.add(entropies[layer] / Math.max(1, rows[layer]));
            Arrays.fill(places[layer], 0);
        }
        Arrays.fill(entropies, 0);
        Arrays.fill(rows, 0);
        return new Routing(List.copyOf(shares), List.copyOf(means), 0);
    }
}
