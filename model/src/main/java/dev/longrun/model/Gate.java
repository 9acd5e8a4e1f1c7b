package dev.longrun.model;

import dev.longrun.model.Architecture.Experts;
import dev.longrun.tensor.Kernels;
import java.util.Arrays;

/** One token's choice among the experts, and its gradient. */
final class Gate {

    private final Kernels kernels;
    private final int experts;
    private final int chosen;
    private final boolean renormalised;
    private final float cap;

    Gate(Kernels kernels, Experts shape) {
        this.kernels = kernels;
        experts = shape.count();
        chosen = shape.chosen();
        renormalised = shape.renormalised();
        cap = (float) shape.routerCap();
    }

    /**
     * From logits [E] at {@code at}, which are capped in place, to probabilities [E] at the same place, the chosen
     * experts [K] and their weights at {@code slot}; of equal probabilities the first expert's counts as greater.
     *
     * @return the logarithm of the sum of the logits' exponentials
     */
    float choose(float[] logits, int at, float[] probabilities, int[] chosenOnes, float[] weights, int slot) {
        if (cap > 0) {
            kernels.softCap(logits, at, 1, cap, experts);
        }
        System.arraycopy(logits, at, probabilities, at, experts);
        float logSum = kernels.softmax(probabilities, at, 1, experts);
        float sum = 0;
        for (int k = 0; k < chosen; k++) {
            int best = -1;
            for (int expert = 0; expert < experts; expert++) {
                boolean greater = best < 0 || probabilities[at + expert] > probabilities[at + best];
                if (greater && !contains(chosenOnes, slot, slot + k, expert)) {
                    best = expert;
                }
            }
            chosenOnes[slot + k] = best;
            weights[slot + k] = probabilities[at + best];
            sum += weights[slot + k];
        }
        for (int k = slot; renormalised && k < slot + chosen; k++) {
            weights[k] /= sum;
        }
        return logSum;
    }

    private static boolean contains(int[] values, int from, int end, int value) {
        for (int i = from; i < end; i++) {
            if (values[i] == value) {
                return true;
            }
        }
        return false;
    }

    /**
     * Slots sorted by expert, in their own order within one: where each expert's begin ({@code starts}, one more than
     * experts), where each slot stands, and which slot stands there.
     */
    static void sort(int slots, int[] chosenOnes, int[] starts, int[] next, int[] places, int[] origins) {
        Arrays.fill(next, 0);
        for (int slot = 0; slot < slots; slot++) {
            next[chosenOnes[slot]]++;
        }
        int first = 0;
        for (int expert = 0; expert < next.length; expert++) {
            starts[expert] = first;
            first += next[expert];
            next[expert] = starts[expert];
        }
        starts[next.length] = first;
        for (int slot = 0; slot < slots; slot++) {
            int place = next[chosenOnes[slot]]++;
            places[slot] = place;
            origins[place] = slot;
        }
    }

    /**
     * The gradient of a row's logits before the cap: of its weights, of {@code balance} times the slots of each expert
     * by its probability, and of {@code z} / 2 times the square of the logarithm of the sum.
     */
    void back(ExpertBuffers saved, int row, float[] dWeights_NK, float balance, float z, float[] dLogits_NE) {
        int at = row * experts;
        int slot = row * chosen;
        float[] p = saved.probabilities_NE;
        for (int expert = 0; expert < experts; expert++) {
            dLogits_NE[at + expert] = balance * (saved.starts_E[expert + 1] - saved.starts_E[expert]);
        }
        float mean = 0;
        for (int k = slot; k < slot + chosen; k++) {
            if (renormalised) {
                mean = Math.fma(saved.weights_NK[k], dWeights_NK[k], mean);
            } else {
                dLogits_NE[at + saved.chosen_NK[k]] += dWeights_NK[k];
            }
        }
        // From the probabilities' gradient to the logits'; z-loss adds its own to all of them.
        float dot = kernels.dot(p, at, dLogits_NE, at, experts);
        float square = z * saved.logSum_N[row];
        for (int expert = at; expert < at + experts; expert++) {
            dLogits_NE[expert] = p[expert] * (dLogits_NE[expert] - dot + square);
        }
        for (int k = slot; renormalised && k < slot + chosen; k++) {
            dLogits_NE[at + saved.chosen_NK[k]] += saved.weights_NK[k] * (dWeights_NK[k] - mean);
        }
        if (cap > 0) {
            kernels.softCapBackward(dLogits_NE, at, saved.logits_NE, at, 1, cap, experts);
        }
    }
}
