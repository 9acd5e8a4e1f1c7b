package dev.longrun.model;

import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.PassClock.Part;
import dev.longrun.model.Weights.Layer;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.Products;
import dev.longrun.tensor.ThreadTeam.Task;

/** The dense feed-forward layer: {@code out (+)= down(act(gateUp(normed)))}, and its backward. */
final class FeedForward {

    private final PassContext pass;
    private final Activation activation;
    private final BiasStep bias;
    private final int ffn;
    private final int hidden;
    private final float[] dAct_NF;
    private final Task forward = this::forwardRows;
    private final Task backward = this::backwardRows;

    // the run under way
    private float[] gateUp_NW;
    private float[] act_NF;

    /** {@code dAct} has room for [N, F]. */
    FeedForward(PassContext pass, BiasStep bias, float[] dAct) {
        this.pass = pass;
        this.bias = bias;
        activation = pass.model().feedForward().activation();
        ffn = pass.model().feedForward().width();
        hidden = pass.model().inputWidth(ffn);
        dAct_NF = dAct;
    }

    void forward(Layer layer, float[] normed_ND, float[] gateUp, float[] act, float[] out_ND,
        boolean accumulate) {
        int rows = pass.rows();
        int width = pass.model().width();
        Products products = pass.products();
        gateUp_NW = gateUp;
        act_NF = act;
        products.nt(rows, hidden, width, normed_ND, 0, width, pass.weights(), layer.gateUp(), width,
            gateUp, 0, hidden, false);
        bias.forward(gateUp, hidden, layer.gateUpBias());
        pass.clock().lap(Part.FFN_PRODUCTS);
        pass.team().run(PassContext.tasks(rows), forward);
        pass.clock().lap(Part.ACTIVATION);
        products.nt(rows, width, ffn, act, 0, ffn, pass.weights(), layer.down(), ffn, out_ND, 0, width,
            accumulate);
        bias.forward(out_ND, width, layer.downBias());
        pass.clock().lap(Part.FFN_PRODUCTS);
    }

    private void forwardRows(int task, int worker) {
        int end = Math.min((task + 1) * PassContext.ROWS, pass.rows());
        activate(pass.kernels(), activation, gateUp_NW, act_NF, ffn, task * PassContext.ROWS, end);
    }

    /** The activation over rows {@code from} to {@code end - 1}: {@code act[., F]} of {@code gateUp[., W]}. */
    static void activate(Kernels kernels, Activation activation, float[] gateUp, float[] act, int ffn, int from,
        int end) {
        switch (activation) {
            case SWIGLU -> {
                for (int row = from; row < end; row++) {
                    int at = row * 2 * ffn;
                    kernels.siluMultiply(gateUp, at, gateUp, at + ffn, act, row * ffn, ffn);
                }
            }
            case GEGLU -> {
                for (int row = from; row < end; row++) {
                    int at = row * 2 * ffn;
                    kernels.geluMultiply(gateUp, at, gateUp, at + ffn, act, row * ffn, ffn);
                }
            }
            case GELU -> kernels.gelu(gateUp, from * ffn, act, from * ffn, (end - from) * ffn);
            case RELU2 -> kernels.reluSquared(gateUp, from * ffn, act, from * ffn, (end - from) * ffn);
        }
    }

    /** {@code dNormed = ...} from {@code dOut}; {@code gateUp} is overwritten by its gradient. */
    void backward(Layer layer, float[] dOut_ND, float[] normed_ND, float[] gateUp, float[] act, float[] dNormed_ND,
        float[] gradients) {
        int rows = pass.rows();
        int width = pass.model().width();
        Products products = pass.products();
        gateUp_NW = gateUp;
        bias.backward(dOut_ND, width, layer.downBias(), gradients);
        products.tn(width, ffn, rows, dOut_ND, 0, width, act, 0, ffn, gradients, layer.down(), ffn, true);
        products.nn(rows, ffn, width, dOut_ND, 0, width, pass.weights(), layer.down(), ffn, dAct_NF, 0, ffn, false);
        pass.clock().lap(Part.FFN_PRODUCTS);
        pass.team().run(PassContext.tasks(rows), backward);
        pass.clock().lap(Part.ACTIVATION);
        bias.backward(gateUp, hidden, layer.gateUpBias(), gradients);
        products.tn(hidden, width, rows, gateUp, 0, hidden, normed_ND, 0, width, gradients, layer.gateUp(), width,
            true);
        products.nn(rows, width, hidden, gateUp, 0, hidden, pass.weights(), layer.gateUp(), width, dNormed_ND, 0,
            width, false);
        pass.clock().lap(Part.FFN_PRODUCTS);
    }

    private void backwardRows(int task, int worker) {
        int from = task * PassContext.ROWS;
        int end = Math.min(from + PassContext.ROWS, pass.rows());
        activateBack(pass.kernels(), activation, dAct_NF, gateUp_NW, ffn, from, end);
    }

    /** The backward of {@link #activate}: {@code gateUp[., W]} becomes its gradient, from that of {@code act}. */
    static void activateBack(Kernels kernels, Activation activation, float[] dAct, float[] gateUp, int ffn, int from,
        int end) {
        switch (activation) {
            case SWIGLU -> {
                for (int row = from; row < end; row++) {
                    int gate = row * 2 * ffn;
                    int up = gate + ffn;
                    kernels.siluMultiplyBackward(dAct, row * ffn, gateUp, gate, gateUp, up, gateUp, gate, gateUp, up,
                        ffn);
                }
            }
            case GEGLU -> {
                for (int row = from; row < end; row++) {
                    int gate = row * 2 * ffn;
                    int up = gate + ffn;
                    kernels.geluMultiplyBackward(dAct, row * ffn, gateUp, gate, gateUp, up, gateUp, gate, gateUp, up,
                        ffn);
                }
            }
            case GELU -> kernels.geluBackward(dAct, from * ffn, gateUp, from * ffn, gateUp, from * ffn,
                (end - from) * ffn);
            case RELU2 -> kernels.reluSquaredBackward(dAct, from * ffn, gateUp, from * ffn, gateUp, from * ffn,
                (end - from) * ffn);
        }
    }
}
