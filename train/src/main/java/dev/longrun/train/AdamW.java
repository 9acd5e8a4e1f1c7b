package dev.longrun.train;

import dev.longrun.model.Parameter;
import dev.longrun.model.Parameters;
import dev.longrun.run.Recipe;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.weights.Safetensors;
import java.util.ArrayList;
import java.util.List;

/** AdamW with decoupled decay (arXiv 1711.05101) and clipping by the global norm, over all parameters or some. */
final class AdamW implements Optimizer {

    private final ThreadTeam team;
    private final Recipe recipe;
    private final GradientNorm norm;
    private final List<Parameter> own;
    private final Chunk[] chunks;
    private final float[] m;
    private final float[] v;
    private final ThreadTeam.Task update;
    private float[] gradients;
    private float gradientScale;
    private float rate;
    private float correction1;
    private float correction2;

    AdamW(ThreadTeam team, Parameters parameters, Recipe recipe) {
        this(team, parameters, recipe, parameters.list(), new GradientNorm(team, parameters));
    }

    /** Over {@code own} alone; clipping still goes by the norm of all gradients. */
    AdamW(ThreadTeam team, Parameters parameters, Recipe recipe, List<Parameter> own, GradientNorm norm) {
        this.team = team;
        this.recipe = recipe;
        this.norm = norm;
        this.own = own;
        chunks = Chunk.of(own);
        m = new float[Chunk.elements(own)];
        v = new float[m.length];
        Kernels kernels = Kernels.fastest();
        update = (task, worker) -> {
            Chunk chunk = chunks[task];
            kernels.adamW(parameters.values(), chunk.at(), gradients, chunk.at(), m, chunk.stateAt(), v,
                chunk.stateAt(), chunk.size(), gradientScale, rate, (float) recipe.beta1(), (float) recipe.beta2(),
                correction1, correction2, (float) recipe.epsilon(),
                chunk.parameter().decayed() ? (float) recipe.weightDecay() : 0f);
        };
    }

    @Override
    public String name() {
        return "adamw";
    }

    @Override
    public double norm(float[] allGradients) {
        return norm.of(allGradients);
    }

    @Override
    public void update(float[] allGradients, double globalNorm, long step, double stepRate) {
        gradients = allGradients;
        rate = (float) stepRate;
        gradientScale = Optimizer.gradientScale(recipe, globalNorm);
        correction1 = (float) (1 - StrictMath.pow(recipe.beta1(), step));
        correction2 = (float) (1 - StrictMath.pow(recipe.beta2(), step));
        team.run(chunks.length, update);
    }

    /** Both moments of every parameter, as {@code m.<name>} and {@code v.<name>}. */
    @Override
    public List<Safetensors.Tensor> state() {
        List<Safetensors.Tensor> tensors = new ArrayList<>();
        int at = 0;
        for (Parameter parameter : own) {
            for (float[] moments : List.of(m, v)) {
                tensors.add(new Safetensors.Tensor((moments == m ? "m." : "v.") + parameter.name(), parameter.shape(),
                    moments, at, parameter.size()));
            }
            at += parameter.size();
        }
        return tensors;
    }
}
