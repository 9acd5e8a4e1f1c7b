package dev.longrun.model;

import dev.longrun.model.LlamaWeights.Layer;
import dev.longrun.model.PassClock.Part;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.Products;
import dev.longrun.tensor.ThreadTeam.Task;

/** The feed-forward layer: {@code out (+)= down(act(gateUp(normed)))}, and its backward. */
final class FeedForward {

    private final PassContext pass;
    private final boolean gated;
    private final int ffn;
    private final int hidden;
    private final float[] dAct_NF;
    private final Task forward = this::forwardRows;
    private final Task backward = this::backwardRows;

    // the run under way
    private float[] gateUp_NW;
    private float[] act_NF;

    /** {@code dAct} has room for [N, F]. */
    FeedForward(PassContext pass, float[] dAct) {
        this.pass = pass;
        gated = switch (pass.config().activation()) {
            case SWIGLU -> true;
            case RELU2 -> false;
        };
        ffn = pass.config().ffnWidth();
        hidden = pass.config().hiddenWidth();
        dAct_NF = dAct;
    }

    void forward(Layer layer, float[] normed_ND, float[] gateUp, float[] act, float[] out_ND,
        boolean accumulate) {
        int rows = pass.rows();
        int width = pass.config().width();
        Products products = pass.products();
        gateUp_NW = gateUp;
        act_NF = act;
        products.nt(rows, hidden, width, normed_ND, 0, width, pass.weights(), layer.gateUp(), width,
            gateUp, 0, hidden, false);
        pass.clock().lap(Part.FFN_PRODUCTS);
        pass.team().run(PassContext.tasks(rows), forward);
        pass.clock().lap(Part.ACTIVATION);
        products.nt(rows, width, ffn, act, 0, ffn, pass.weights(), layer.down(), ffn, out_ND, 0, width,
            accumulate);
        pass.clock().lap(Part.FFN_PRODUCTS);
    }

    private void forwardRows(int task, int worker) {
        int end = Math.min((task + 1) * PassContext.ROWS, pass.rows());
        activate(pass.kernels(), gated, gateUp_NW, act_NF, ffn, task * PassContext.ROWS, end);
    }

    /** The activation over rows {@code from} to {@code end - 1}: {@code act[., F]} of {@code gateUp[., W]}. */
    static void activate(Kernels kernels, boolean gated, float[] gateUp, float[] act, int ffn, int from, int end) {
        if (gated) {
            for (int row = from; row < end; row++) {
                int at = row * 2 * ffn;
                kernels.siluMultiply(gateUp, at, gateUp, at + ffn, act, row * ffn, ffn);
            }
        } else {
            kernels.reluSquared(gateUp, from * ffn, act, from * ffn, (end - from) * ffn);
        }
    }

    /** {@code dNormed = ...} from {@code dOut}; {@code gateUp} is overwritten by its gradient. */
    void backward(Layer layer, float[] dOut_ND, float[] normed_ND, float[] gateUp, float[] act, float[] dNormed_ND,
        float[] gradients) {
        int rows = pass.rows();
        int width = pass.config().width();
        Products products = pass.products();
        gateUp_NW = gateUp;
        products.tn(width, ffn, rows, dOut_ND, 0, width, act, 0, ffn, gradients, layer.down(), ffn, true);
        products.nn(rows, ffn, width, dOut_ND, 0, width, pass.weights(), layer.down(), ffn, dAct_NF, 0, ffn, false);
        pass.clock().lap(Part.FFN_PRODUCTS);
        pass.team().run(PassContext.tasks(rows), backward);
        pass.clock().lap(Part.ACTIVATION);
        products.tn(hidden, width, rows, gateUp, 0, hidden, normed_ND, 0, width, gradients, layer.gateUp(), width,
            true);
        products.nn(rows, width, hidden, gateUp, 0, hidden, pass.weights(), layer.gateUp(), width, dNormed_ND, 0,
            width, false);
        pass.clock().lap(Part.FFN_PRODUCTS);
    }

    private void backwardRows(int task, int worker) {
        int from = task * PassContext.ROWS;
        int end = Math.min(from + PassContext.ROWS, pass.rows());
        if (gated) {
            for (int row = from; row < end; row++) {
                int gate = row * hidden;
                int up = gate + ffn;
                pass.kernels().siluMultiplyBackward(dAct_NF, row * ffn, gateUp_NW, gate, gateUp_NW, up,
                    gateUp_NW, gate, gateUp_NW, up, ffn);
            }
        } else {
            pass.kernels().reluSquaredBackward(dAct_NF, from * ffn, gateUp_NW, from * ffn, gateUp_NW, from * ffn,
                (end - from) * ffn);
        }
    }
}
