package dev.longrun.plan;

import dev.longrun.run.Recipe;

/** How many steps, evaluations and checkpoints a recipe has. */
public final class Steps {

    private Steps() {
    }

    /** Optimiser steps: the tokens over the batch, rounded up, so that no token asked for is left out. */
    public static long of(Recipe recipe) {
        return Math.ceilDiv(recipe.tokens(), recipe.batchTokens());
    }

    /** Validation passes: every {@code evaluateEvery} steps, and after the last. */
    public static long evaluations(Recipe recipe) {
        return Math.ceilDiv(of(recipe), recipe.evaluateEvery());
    }

    /** Checkpoints by step, the last included; those by time come on top. */
    static long checkpoints(Recipe recipe) {
        return Math.ceilDiv(of(recipe), recipe.checkpointEvery());
    }
}
