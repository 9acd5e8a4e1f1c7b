package dev.longrun.train;

import dev.longrun.model.Parameter;
import dev.longrun.model.Parameters;
import dev.longrun.run.Recipe;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.weights.Safetensors;
import java.util.ArrayList;
import java.util.List;

/**
 * Muon (KellerJordan/Muon) for the matrices of the layers: Nesterov momentum, made orthogonal by {@link NewtonSchulz},
 * with decoupled decay. Embedding, head and gains go to {@link AdamW}. An update is multiplied by
 * {@code 0.2 sqrt(max(rows, columns))} (Moonlight, arXiv 2502.16982, section 2.2), which gives it the root mean square
 * that AdamW's updates have: so both share one learning rate and one decay, and rules made for AdamW's still hold.
 */
final class Muon implements Optimizer {

    /** Root mean square of AdamW's updates, as Moonlight measured it. */
    private static final double UPDATE_SIZE = 0.2;

    /** A matrix of at most so many elements is the work of one thread; a larger one is shared by all. */
    private static final int MOST_ALONE = 1 << 18;

    private final ThreadTeam team;
    private final Recipe recipe;
    private final GradientNorm norm;
    private final AdamW others;
    private final List<Parameter> matrices;
    private final Parameter[] alone;
    private final Parameter[] shared;
    private final NewtonSchulz[] ofWorkers;
    private final NewtonSchulz ofTeam;
    private final Chunk[] chunks;
    private final float[] momenta;
    private final ThreadTeam.Task gather;
    private final ThreadTeam.Task orthogonalize;
    private final ThreadTeam.Task move;
    private float[] gradients;
    private float gradientScale;
    private float rate;

    Muon(ThreadTeam team, Parameters parameters, Recipe recipe) {
        this.team = team;
        this.recipe = recipe;
        norm = new GradientNorm(team, parameters);
        matrices = parameters.list().stream().filter(Parameter::hiddenMatrix).toList();
        others = new AdamW(team, parameters, recipe,
            parameters.list().stream().filter(parameter -> !parameter.hiddenMatrix()).toList(), norm);
        alone = matrices.stream().filter(matrix -> matrix.size() <= MOST_ALONE).toArray(Parameter[]::new);
        shared = matrices.stream().filter(matrix -> matrix.size() > MOST_ALONE).toArray(Parameter[]::new);
        ofWorkers = new NewtonSchulz[team.size()];
        for (int worker = 0; worker < ofWorkers.length; worker++) {
            ofWorkers[worker] = scratch(new ThreadTeam(1), alone);
        }
        ofTeam = scratch(team, shared);
        chunks = Chunk.of(matrices);
        momenta = new float[Chunk.elements(matrices)];
        Kernels kernels = Kernels.fastest();
        gather = (task, worker) -> {
            Chunk chunk = chunks[task];
            kernels.nesterov(gradients, chunk.at(), momenta, chunk.stateAt(), chunk.size(), gradientScale,
                (float) recipe.momentum());
        };
        orthogonalize = (task, worker) -> run(ofWorkers[worker], alone[task]);
        move = (task, worker) -> {
            Chunk chunk = chunks[task];
            kernels.step(parameters.values(), chunk.at(), gradients, chunk.at(), chunk.size(), rate,
                size(chunk.parameter()), (float) recipe.weightDecay());
        };
    }

    private static NewtonSchulz scratch(ThreadTeam team, Parameter[] matrices) {
        int elements = 0;
        int side = 0;
        for (Parameter matrix : matrices) {
            elements = Math.max(elements, matrix.size());
            side = Math.max(side, Math.min(matrix.shape()[0], matrix.shape()[1]));
        }
        return new NewtonSchulz(team, elements, side);
    }

    private void run(NewtonSchulz scratch, Parameter matrix) {
        scratch.run(gradients, matrix.at(), matrix.shape()[0], matrix.shape()[1]);
    }

    private static float size(Parameter matrix) {
        return (float) (UPDATE_SIZE * StrictMath.sqrt(Math.max(matrix.shape()[0], matrix.shape()[1])));
    }

    @Override
    public String name() {
        return "muon";
    }

    @Override
    public double norm(float[] allGradients) {
        return norm.of(allGradients);
    }

    /** The gradients of matrices are overwritten by their updates. */
    @Override
    public void update(float[] allGradients, double globalNorm, long step, double stepRate) {
        gradients = allGradients;
        gradientScale = Optimizer.gradientScale(recipe, globalNorm);
        rate = (float) stepRate;
        team.run(chunks.length, gather);
        team.run(alone.length, orthogonalize);
        for (Parameter matrix : shared) {
            run(ofTeam, matrix);
        }
        team.run(chunks.length, move);
        others.update(allGradients, globalNorm, step, stepRate);
    }

    /** One momentum a matrix, as {@code momentum.<name>}, then what AdamW keeps of the rest. */
    @Override
    public List<Safetensors.Tensor> state() {
        List<Safetensors.Tensor> tensors = new ArrayList<>();
        int at = 0;
        for (Parameter matrix : matrices) {
            tensors.add(new Safetensors.Tensor("momentum." + matrix.name(), matrix.shape(), momenta, at,
                matrix.size()));
            at += matrix.size();
        }
        tensors.addAll(others.state());
        return tensors;
    }
}
