package dev.longrun.model;

import dev.longrun.model.Architecture.Norm;
import dev.longrun.model.LayerBuffers.Stats;
import dev.longrun.model.PassClock.Part;
import dev.longrun.model.Weights.NormAt;
import dev.longrun.tensor.ThreadTeam.Task;
import java.util.Arrays;

/**
 * A norm of rows [N, D]. Forward also copies the stream to where the next sub-layer adds its output; backward adds to
 * the stream's gradient. Gradients of gains and biases are summed by slices of {@link PassContext#ROWS} rows, then over
 * the slices in order.
 */
final class NormStep {

    private final PassContext pass;
    private final int width;
    private final boolean layerNorm;
    private final float epsilon;
    private final float[] slices_SD;
    private final float[] biasSlices_SD;
    private final Task forward = this::forwardRows;
    private final Task backward = this::backwardRows;

    // the run under way
    private float[] x_ND;
    private NormAt at;
    private float[] normed_ND;
    private Stats stats;
    private float[] copy_ND;
    private float[] dNormed_ND;
    private float[] dx_ND;
    private boolean accumulate;

    NormStep(PassContext pass) {
        this.pass = pass;
        width = pass.model().width();
        layerNorm = pass.model().norms().kind() == Norm.LAYER;
        epsilon = (float) pass.model().norms().epsilon();
        int slices = PassContext.tasks(pass.rows());
        slices_SD = pass.buffers().floats(slices, width);
        biasSlices_SD = pass.buffers().floats(layerNorm ? slices : 0, width);
    }

    /** {@code normed = norm(x)}; {@code copy = x} unless it is x itself. */
    void forward(float[] x, NormAt norm, float[] normed, Stats kept, float[] copy) {
        x_ND = x;
        at = norm;
        normed_ND = normed;
        stats = kept;
        copy_ND = copy;
        pass.team().run(PassContext.tasks(pass.rows()), forward);
        pass.clock().lap(Part.NORM);
    }

    private void forwardRows(int task, int worker) {
        int from = task * PassContext.ROWS;
        int rows = Math.min(PassContext.ROWS, pass.rows() - from);
        if (layerNorm) {
            pass.kernels().layerNorm(x_ND, from * width, width, pass.weights(), at.gain(), pass.weights(), at.bias(),
                normed_ND, from * width, width, stats.means_N(), from, stats.inverses_N(), from, rows, width, epsilon);
        } else {
            pass.kernels().rmsNorm(x_ND, from * width, width, pass.gains().values(), pass.gains().at(at), normed_ND,
                from * width, width, stats.inverses_N(), from, rows, width, epsilon);
        }
        if (copy_ND != x_ND) {
            System.arraycopy(x_ND, from * width, copy_ND, from * width, rows * width);
        }
    }

    /** {@code dx (+)= ...} from {@code dNormed}; the gain's and bias's gradients are added to {@code gradients}. */
    void backward(float[] dNormed, float[] x, NormAt norm, Stats kept, float[] dx, boolean add, float[] gradients) {
        dNormed_ND = dNormed;
        x_ND = x;
        at = norm;
        stats = kept;
        dx_ND = dx;
        accumulate = add;
        int slices = PassContext.tasks(pass.rows());
        pass.team().run(slices, backward);
        for (int slice = 0; slice < slices; slice++) {
            pass.kernels().add(slices_SD, slice * width, gradients, norm.gain(), width);
            if (layerNorm) {
                pass.kernels().add(biasSlices_SD, slice * width, gradients, norm.bias(), width);
            }
        }
        pass.clock().lap(Part.NORM);
    }

    private void backwardRows(int task, int worker) {
        int from = task * PassContext.ROWS;
        int rows = Math.min(PassContext.ROWS, pass.rows() - from);
        Arrays.fill(slices_SD, task * width, (task + 1) * width, 0f);
        if (layerNorm) {
            Arrays.fill(biasSlices_SD, task * width, (task + 1) * width, 0f);
            pass.kernels().layerNormBackward(dNormed_ND, from * width, width, x_ND, from * width, width,
                pass.weights(), at.gain(), stats.means_N(), from, stats.inverses_N(), from, dx_ND, from * width, width,
                accumulate, slices_SD, task * width, biasSlices_SD, task * width, rows, width);
        } else {
            pass.kernels().rmsNormBackward(dNormed_ND, from * width, width, x_ND, from * width, width,
                pass.gains().values(), pass.gains().at(at), stats.inverses_N(), from, dx_ND, from * width, width,
                accumulate, slices_SD, task * width, rows, width);
        }
    }
}
