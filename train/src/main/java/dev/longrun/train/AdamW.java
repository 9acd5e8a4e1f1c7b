package dev.longrun.train;

import dev.longrun.model.Parameter;
import dev.longrun.model.Parameters;
import dev.longrun.run.Recipe;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.ThreadTeam;
import java.util.ArrayList;
import java.util.List;

/**
 * AdamW with decoupled decay (arXiv 1711.05101) and clipping by the global norm, over the flat parameters. Work is cut
 * into fixed chunks, so the bits do not depend on the number of threads.
 */
public final class AdamW {

    private static final int CHUNK = 1 << 16;

    private record Chunk(int at, int size, boolean decayed) {
    }

    private final Kernels kernels = Kernels.fastest();
    private final ThreadTeam team;
    private final Recipe recipe;
    private final Parameters parameters;
    private final List<Chunk> chunks = new ArrayList<>();
    private final double[] squares;
    private final ThreadTeam.Task measure;
    private final ThreadTeam.Task update;
    private float[] gradients;
    private float gradientScale;
    private float rate;
    private float correction1;
    private float correction2;

    /** First moments, in the parameters' order. */
    final float[] m;
    /** Second moments, in the parameters' order. */
    final float[] v;

    /** Moments at zero for {@code parameters}; rates and decay as {@code recipe} says. */
    public AdamW(ThreadTeam team, Parameters parameters, Recipe recipe) {
        this.team = team;
        this.recipe = recipe;
        this.parameters = parameters;
        m = new float[parameters.size()];
        v = new float[parameters.size()];
        for (Parameter parameter : parameters.list()) {
            for (int done = 0; done < parameter.size(); done += CHUNK) {
                chunks.add(new Chunk(parameter.at() + done, Math.min(CHUNK, parameter.size() - done),
                    parameter.decayed()));
            }
        }
        squares = new double[chunks.size()];
        measure = (task, worker) -> {
            Chunk chunk = chunks.get(task);
            squares[task] = kernels.sumOfSquares(gradients, chunk.at, chunk.size);
        };
        update = (task, worker) -> {
            Chunk chunk = chunks.get(task);
            kernels.adamW(parameters.values(), chunk.at, gradients, chunk.at, m, chunk.at, v, chunk.at, chunk.size,
                gradientScale, rate, (float) recipe.beta1(), (float) recipe.beta2(), correction1, correction2,
                (float) recipe.epsilon(), chunk.decayed ? (float) recipe.weightDecay() : 0f);
        };
    }

    /** The global L2 norm of the gradients. */
    public double norm(float[] gradients) {
        this.gradients = gradients;
        team.run(squares.length, measure);
        double sum = 0;
        for (double square : squares) {
            sum += square;
        }
        return StrictMath.sqrt(sum);
    }

    /** Updates the parameters; {@code step} counts from 1, {@code norm} is the gradients' own. */
    public void update(float[] gradients, double norm, long step, double rate) {
        this.gradients = gradients;
        this.rate = (float) rate;
        gradientScale = recipe.clip() > 0 && norm > recipe.clip() ? (float) (recipe.clip() / norm) : 1f;
        correction1 = (float) (1 - StrictMath.pow(recipe.beta1(), step));
        correction2 = (float) (1 - StrictMath.pow(recipe.beta2(), step));
        team.run(squares.length, update);
    }
}
