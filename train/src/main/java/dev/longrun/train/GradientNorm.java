package dev.longrun.train;

import dev.longrun.model.Parameters;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.ThreadTeam;

/** The global L2 norm of the gradients: the squares of each chunk, added in the order of the chunks. */
final class GradientNorm {

    private final ThreadTeam team;
    private final double[] squares;
    private final ThreadTeam.Task measure;
    private float[] gradients;

    GradientNorm(ThreadTeam team, Parameters parameters) {
        this.team = team;
        Kernels kernels = Kernels.fastest();
        Chunk[] chunks = Chunk.of(parameters.list());
        squares = new double[chunks.length];
        measure = (task, worker) ->
            squares[task] = kernels.sumOfSquares(gradients, chunks[task].at(), chunks[task].size());
    }

    double of(float[] allGradients) {
        gradients = allGradients;
        team.run(squares.length, measure);
        double sum = 0;
        for (double square : squares) {
            sum += square;
        }
        return StrictMath.sqrt(sum);
    }
}
