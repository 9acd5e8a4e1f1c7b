package dev.longrun.model;

import dev.longrun.model.PassClock.Part;
import dev.longrun.tensor.ThreadTeam.Task;
import java.util.Arrays;

/**
 * RMSNorm of the residual stream. Forward also copies the stream to where the next sub-layer adds its output;
 * backward adds to the stream's gradient. Gradients of the gains are summed by slices of {@link PassContext#ROWS} rows,
 * then over the slices in order.
 */
final class NormStep {

    private final PassContext pass;
    private final int width;
    private final float[] slices_SD;
    private final Task forward = this::forwardRows;
    private final Task backward = this::backwardRows;

    // the run under way
    private float[] x_ND;
    private int gainAt;
    private float[] normed_ND;
    private float[] inverse_N;
    private float[] copy_ND;
    private float[] dNormed_ND;
    private float[] dx_ND;
    private boolean accumulate;

    NormStep(PassContext pass) {
        this.pass = pass;
        width = pass.config().width();
        slices_SD = pass.buffers().floats(PassContext.tasks(pass.rows()), width);
    }

    /** {@code normed = norm(x)}; {@code copy = x} unless it is x itself. */
    void forward(float[] x, int gain, float[] normed, float[] inverses, float[] copy) {
        x_ND = x;
        gainAt = gain;
        normed_ND = normed;
        inverse_N = inverses;
        copy_ND = copy;
        pass.team().run(PassContext.tasks(pass.rows()), forward);
        pass.clock().lap(Part.NORM);
    }

    private void forwardRows(int task, int worker) {
        int from = task * PassContext.ROWS;
        int rows = Math.min(PassContext.ROWS, pass.rows() - from);
        pass.kernels().rmsNorm(x_ND, from * width, width, pass.weights(), gainAt, normed_ND, from * width, width,
            inverse_N, from, rows, width, (float) pass.config().normEpsilon());
        if (copy_ND != x_ND) {
            System.arraycopy(x_ND, from * width, copy_ND, from * width, rows * width);
        }
    }

    /** {@code dx (+)= ...} from {@code dNormed}; the gain's gradient is added to {@code gradients}. */
    void backward(float[] dNormed, float[] x, int gain, float[] inverses, float[] dx, boolean add, float[] gradients) {
        dNormed_ND = dNormed;
        x_ND = x;
        gainAt = gain;
        inverse_N = inverses;
        dx_ND = dx;
        accumulate = add;
        int slices = PassContext.tasks(pass.rows());
        pass.team().run(slices, backward);
        for (int slice = 0; slice < slices; slice++) {
            pass.kernels().add(slices_SD, slice * width, gradients, gain, width);
        }
        pass.clock().lap(Part.NORM);
    }

    private void backwardRows(int task, int worker) {
        int from = task * PassContext.ROWS;
        int rows = Math.min(PassContext.ROWS, pass.rows() - from);
        Arrays.fill(slices_SD, task * width, (task + 1) * width, 0f);
        pass.kernels().rmsNormBackward(dNormed_ND, from * width, width, x_ND, from * width, width, pass.weights(),
            gainAt, inverse_N, from, dx_ND, from * width, width, accumulate, slices_SD, task * width, rows, width);
    }
}
