package dev.longrun.train;

import dev.longrun.model.Parameters;
import dev.longrun.run.Recipe;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.weights.Safetensors;
import java.util.List;

/**
 * What turns the gradients of a step into new weights. Work is cut into fixed tasks, so the bits do not depend on the
 * number of threads; a step allocates nothing. One caller at a time.
 */
public sealed interface Optimizer permits AdamW, Muon {

    /** The recipe's, over all parameters. */
    static Optimizer of(ThreadTeam team, Parameters parameters, Recipe recipe) {
        return switch (recipe.optimizer()) {
            case ADAMW -> new AdamW(team, parameters, recipe);
            case MUON -> new Muon(team, parameters, recipe);
        };
    }

    /** Its name in checkpoints. */
    String name();

    /** The global L2 norm of the gradients. */
    double norm(float[] gradients);

    /**
     * Updates the parameters.
     *
     * @param gradients laid out as the parameters; may be overwritten
     * @param norm the gradients' own, by which they are clipped
     * @param step counted from 1
     * @param rate the learning rate of this step
     */
    void update(float[] gradients, double norm, long step, double rate);

    /**
     * All that it remembers from step to step, in a fixed order: the arrays themselves, to be written to a checkpoint
     * or filled from one.
     */
    List<Safetensors.Tensor> state();

    /** What gradients are multiplied by so that their norm is at most {@code recipe.clip()}. */
    static float gradientScale(Recipe recipe, double norm) {
        return recipe.clip() > 0 && norm > recipe.clip() ? (float) (recipe.clip() / norm) : 1f;
    }
}
