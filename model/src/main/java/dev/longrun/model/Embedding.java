package dev.longrun.model;

import dev.longrun.model.PassClock.Part;
import dev.longrun.tensor.ThreadTeam.Task;

/** The embedding's rows, and their gradients: each row of the table takes its tokens in the order of the batch. */
final class Embedding {

    /** Tasks of the backward: token {@code id} belongs to task {@code id % TASKS}. */
    private static final int TASKS = 16;

    private final PassContext pass;
    private final int width;
    private final Task forward = this::forwardRows;
    private final Task backward = this::backwardTokens;

    // the run under way
    private int[] tokens_N;
    private float[] rows_ND;
    private float[] gradients;

    Embedding(PassContext pass) {
        this.pass = pass;
        width = pass.config().width();
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
            System.arraycopy(pass.weights(), pass.at().embedding + tokens_N[row] * width, rows_ND, row * width, width);
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
            if (tokens_N[row] % TASKS == task) {
                pass.kernels().add(rows_ND, row * width, gradients, pass.at().embedding + tokens_N[row] * width,
                    width);
            }
        }
    }
}
