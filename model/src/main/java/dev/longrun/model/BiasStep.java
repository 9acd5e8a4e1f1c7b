package dev.longrun.model;

import dev.longrun.tensor.ThreadTeam.Task;
import java.util.Arrays;

/** Biases of the linear layers: added to each row; their gradient is the rows' sum, by slices and then in order. */
final class BiasStep {

    private final PassContext pass;
    private final float[] slices_SW;
    private final Task forward = this::forwardRows;
    private final Task backward = this::backwardRows;

    // the run under way
    private float[] rows_NW;
    private int width;
    private int biasAt;

    BiasStep(PassContext pass) {
        this.pass = pass;
        Architecture model = pass.model();
        int widest = Math.max(model.heads().inputBias() ? model.qkvWidth() : 0,
            model.heads().outputBias() ? model.width() : 0);
        if (model.feedForward().bias()) {
            int input = model.inputWidth(model.feedForward().width());
            widest = Math.max(widest, Math.max(input, model.width()));
        }
        slices_SW = pass.buffers().floats(PassContext.tasks(pass.rows()), widest);
    }

    /** {@code y[N, W] += bias}; nothing where there is none (-1). */
    void forward(float[] y_NW, int rowWidth, int bias) {
        if (bias < 0) {
            return;
        }
        rows_NW = y_NW;
        width = rowWidth;
        biasAt = bias;
        pass.team().run(PassContext.tasks(pass.rows()), forward);
    }

    private void forwardRows(int task, int worker) {
        int end = Math.min((task + 1) * PassContext.ROWS, pass.rows());
        for (int row = task * PassContext.ROWS; row < end; row++) {
            pass.kernels().add(pass.weights(), biasAt, rows_NW, row * width, width);
        }
    }

    /** Adds the bias's gradient. */
    void backward(float[] dy_NW, int rowWidth, int bias, float[] gradients) {
        if (bias < 0) {
            return;
        }
        rows_NW = dy_NW;
        width = rowWidth;
        int slices = PassContext.tasks(pass.rows());
        pass.team().run(slices, backward);
        for (int slice = 0; slice < slices; slice++) {
            pass.kernels().add(slices_SW, slice * width, gradients, bias, width);
        }
    }

    private void backwardRows(int task, int worker) {
        int end = Math.min((task + 1) * PassContext.ROWS, pass.rows());
        Arrays.fill(slices_SW, task * width, (task + 1) * width, 0f);
        for (int row = task * PassContext.ROWS; row < end; row++) {
            pass.kernels().add(rows_NW, row * width, slices_SW, task * width, width);
        }
    }
}
