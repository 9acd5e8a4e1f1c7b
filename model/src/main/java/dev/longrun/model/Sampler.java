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
        rank(logits);
        int kept = sampling.topK() == 0 ? logits.length : Math.min(sampling.topK(), logits.length);
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

    /** Ids by falling logit, the lower id first among equals: a long's upper half orders, its lower half names. */
    private void rank(float[] logits) {
        if (ranked.length != logits.length) {
            ranked = new long[logits.length];
            weights = new double[logits.length];
        }
        for (int id = 0; id < logits.length; id++) {
            int bits = Float.floatToIntBits(logits[id] + 0f);
            int rising = bits ^ (bits >> 31 & Integer.MAX_VALUE);
            ranked[id] = (long) ~rising << 32 | id;
        }
        Arrays.sort(ranked);
    }

    private int id(int rank) {
        return (int) ranked[rank];
    }
}
