package dev.longrun.train;

import dev.longrun.model.Model;
import dev.longrun.model.TrainingPass;
import dev.longrun.run.Recipe;
import dev.longrun.run.Run;
import dev.longrun.text.Batches;
import dev.longrun.text.Dataset;
import java.util.Arrays;

/**
 * The work of an optimiser step, without what is told of it: gradients of a batch in micro-batches, their norm, the
 * update. Once compiled, it allocates nothing.
 */
final class TrainingStep {

    private final Optimizer optimizer;
    private final TrainingPass pass;
    private final Profile profile;
    private final Batches batches;
    private final long batchTokens;
    private final int microSequences;
    private final int microBatches;
    private final long seed;
    private final int[] tokens;
    private final int[] targets;
    private final float[] gradients;
    private double loss;
    private double norm;

    TrainingStep(Run run, Dataset dataset, Model model, Optimizer optimizer, TrainingPass pass, Profile profile) {
        Recipe recipe = run.training();
        int context = run.model().context();
        this.optimizer = optimizer;
        this.pass = pass;
        this.profile = profile;
        batches = new Batches(dataset.train(), context, recipe.seed());
        batchTokens = recipe.batchTokens();
        seed = recipe.seed();
        microSequences = passSequences(run);
        microBatches = Math.toIntExact(batchTokens / recipe.microBatchTokens());
        tokens = new int[microSequences * context];
        targets = new int[microSequences * context];
        gradients = new float[model.parameters().size()];
    }

    /** Sequences of a micro-batch. */
    static int passSequences(Run run) {
        return Math.toIntExact(run.training().microBatchTokens() / run.model().context());
    }

    /** Sequences of a step. */
    long sequences() {
        return (long) microBatches * microSequences;
    }

    /** Loss, gradients and their norm of the sequences from {@code first} on; the weights are only read. */
    void gradients(long first) {
        long before = System.nanoTime();
        Arrays.fill(gradients, 0);
        profile.add(Profile.Part.OPTIMIZER, before);
        double nats = 0;
        for (int micro = 0; micro < microBatches; micro++) {
            before = System.nanoTime();
            long from = first + (long) micro * microSequences;
            batches.fill(from, microSequences, tokens, targets);
            profile.add(Profile.Part.DATA, before);
            nats += pass.lossAndGradients(tokens, targets, 1f / batchTokens, gradients, seed << 40 ^ from);
        }
        before = System.nanoTime();
        norm = optimizer.norm(gradients);
        profile.add(Profile.Part.GRADIENT_NORM, before);
        loss = nats / batchTokens;
    }

    /** Mean loss of the batch, nats a token. */
    double loss() {
        return loss;
    }

    /** The gradients' norm before clipping. */
    double norm() {
        return norm;
    }

    /** Changes weights and moments; {@code step} counts from 1. */
    void update(long step, double rate) {
        long before = System.nanoTime();
        optimizer.update(gradients, norm, step, rate);
        profile.add(Profile.Part.OPTIMIZER, before);
    }
}
