package dev.longrun.train;

import dev.longrun.run.Recipe;

/**
 * The learning rate at each step of a run.
 *
 * @param peak the highest rate
 * @param warmupSteps steps of the linear rise; step i of it takes peak x i / warmupSteps
 * @param decaySteps steps of the fall at the end
 * @param steps all steps
 * @param finalShare rate of the last step over the peak
 * @param shape how it falls
 */
record LearningRate(double peak, long warmupSteps, long decaySteps, long steps, double finalShare,
    Recipe.RateSchedule shape) {

    static LearningRate of(Recipe recipe, long steps) {
        long warmup = Math.min(steps, Math.round(recipe.warmupShare() * steps));
        long decay = switch (recipe.rateSchedule()) {
            case WSD, LINEAR -> Math.min(steps - warmup, Math.round(recipe.decayShare() * steps));
            case COSINE -> steps - warmup;
        };
        return new LearningRate(recipe.learningRate(), warmup, decay, steps, recipe.finalRateShare(),
            recipe.rateSchedule());
    }

    /**
     * The rate of a step, counted from 1. Only functions that give the same bits on every machine are used.
     * WSD falls as 1 - sqrt(t) (arXiv 2405.18392), linear as 1 - t, cosine as (1 + cos(pi t)) / 2 (arXiv 1608.03983).
     */
    double at(long step) {
        if (step <= warmupSteps) {
            return peak * step / warmupSteps;
        }
        long intoDecay = step - (steps - decaySteps);
        if (intoDecay <= 0) {
            return peak;
        }
        double share = (double) intoDecay / decaySteps;
        double fall = switch (shape) {
            case WSD -> 1 - StrictMath.sqrt(share);
            case LINEAR -> 1 - share;
            case COSINE -> (1 + StrictMath.cos(StrictMath.PI * share)) / 2;
        };
        return peak * (finalShare + (1 - finalShare) * fall);
    }
}
