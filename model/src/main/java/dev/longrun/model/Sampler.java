package dev.longrun.model;

import java.util.Arrays;

/** Draws tokens from logits as its {@link Sampling} says; the same seed and logits give the same tokens anywhere. */
public final class Sampler {

    private final Sampling sampling;
    private final Draws draws;
    private long[] ranked = {};
    private double[] weights = {};

    /** A sampler at the start of its draws. */
    public Sampler(Sampling sampling) {
        this.sampling = sampling;
        draws = new Draws(sampling.seed());
    }

    /**
     * The next token.
     *
     * @param logits [vocabulary]; not changed
     * @throws ModelException if a logit is not a number: the model is broken
     */
    public int pick(float[] logits) {
        int best = 0;
        for (int id = 0; id < logits.length; id++) {
            if (Float.isNaN(logits[id])) {
                throw new ModelException("sampling: logit " + id + " is not a number; the model's weights are broken");
            }
            best = logits[id] > logits[best] ? id : best;
        }
        return sampling.temperature() == 0 ? best : draw(logits, best);
    }

    private int draw(float[] logits, int best) {
        int kept = sampling.topK() == 0 ? logits.length : Math.min(sampling.topK(), logits.length);
        rank(logits, kept);
        double sum = 0;
        for (int i = 0; i < kept; i++) {
            double below = ((double) logits[id(i)] - logits[best]) / sampling.temperature();
            weights[i] = StrictMath.exp(below);
            sum += weights[i];
        }
        double within = 0;
        int last = 0;
        // the likeliest is always kept; weights[0] is 1, so a weight is its ratio to the likeliest
        while (last < kept && (last == 0 || within < sampling.topP() * sum && weights[last] >= sampling.minP())) {
            within += weights[last];
            last++;
        }
        double place = draws.nextDouble() * within;
        for (int i = 0; i < last; i++) {
            place -= weights[i];
            if (place < 0) {
                return id(i);
            }
        }
        return id(last - 1);
    }

    /** The {@code kept} likeliest ids by falling logit, the lower id first among equals. */
    private void rank(float[] logits, int kept) {
        if (ranked.length != kept) {
            ranked = new long[kept];
            weights = new double[kept];
        }
        for (int id = 0; id < kept; id++) {
            ranked[id] = order(logits[id], id);
        }
        Arrays.sort(ranked);
        for (int id = kept; id < logits.length; id++) {
            long order = order(logits[id], id);
            if (order < ranked[kept - 1]) {
                int place = -1 - Arrays.binarySearch(ranked, order);
                System.arraycopy(ranked, place, ranked, place + 1, kept - 1 - place);
                ranked[place] = order;
            }
        }
    }

    /** Falls as the logit rises, then rises with the id: the upper half orders, the lower half names. */
    private static long order(float logit, int id) {
        int bits = Float.floatToIntBits(logit + 0f);
        int rising = bits ^ (bits >> 31 & Integer.MAX_VALUE);
        return (long) ~rising << 32 | id;
    }

    private int id(int rank) {
        return (int) ranked[rank];
    }
}
