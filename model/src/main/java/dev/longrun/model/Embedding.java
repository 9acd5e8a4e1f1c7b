package dev.longrun.model;

import dev.longrun.model.PassClock.Part;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.ThreadTeam.Task;

/**
 * The embedding's rows, scaled, with the places' vectors where they are learned; and the gradients of both: each row of
 * a table takes its tokens in the order of the batch.
 */
final class Embedding {

    /** Tasks of the backward: token {@code id} belongs to task {@code id % TASKS}, and so does a place. */
    private static final int TASKS = 16;

    private final PassContext pass;
    private final int width;
    private final float scale;
    private final Task forward = this::forwardRows;
    private final Task backward = this::backwardTokens;

    // the run under way
    private int[] tokens_N;
    private float[] rows_ND;
    private float[] gradients;

    Embedding(PassContext pass) {
        this.pass = pass;
        width = pass.model().width();
        scale = (float) pass.model().embeddingScale();
    }

    void forward(int[] tokens, float[] x_ND) {
        tokens_N = tokens;
        rows_ND = x_ND;
        pass.team().run(PassContext.tasks(pass.rows()), forward);
        pass.clock().lap(Part.EMBEDDING);
    }

    private void forwardRows(int task, int worker) {
        int end = Math.min((task + 1) * PassContext.ROWS, pass.rows());
        for (int row = task * PassContext.ROWS; row < end; row++) {
            look(pass.kernels(), pass.weights(), pass.at(), scale, tokens_N[row], row % pass.context(), rows_ND,
                row * width, width);
        }
    }

    /** The row of one token at its place. */
    static void look(Kernels kernels, float[] values, Weights at, float scale, int token, int place, float[] x, int xAt,
        int width) {
        System.arraycopy(values, at.embedding + token * width, x, xAt, width);
        if (scale != 1) {
            kernels.scale(x, xAt, scale, width);
        }
        if (at.positions >= 0) {
            kernels.add(values, at.positions + place * width, x, xAt, width);
        }
    }

    void backward(int[] tokens, float[] dx_ND, float[] into) {
        tokens_N = tokens;
        rows_ND = dx_ND;
        gradients = into;
        pass.team().run(TASKS, backward);
        pass.clock().lap(Part.EMBEDDING);
    }

    private void backwardTokens(int task, int worker) {
        for (int row = 0; row < tokens_N.length; row++) {
            int place = row % pass.context();
            if (tokens_N[row] % TASKS == task) {
                int at = pass.at().embedding + tokens_N[row] * width;
                if (scale == 1) {
                    pass.kernels().add(rows_ND, row * width, gradients, at, width);
                } else {
                    pass.kernels().addScaled(rows_ND, row * width, scale, gradients, at, width);
                }
            }
            if (pass.at().positions >= 0 && place % TASKS == task) {
                pass.kernels().add(rows_ND, row * width, gradients, pass.at().positions + place * width, width);
            }
        }
    }
}
