package dev.longrun.model;

import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.Architecture.Experts;
import dev.longrun.model.PassClock.Part;
import dev.longrun.model.Weights.Layer;
import dev.longrun.tensor.Products;
import dev.longrun.tensor.ThreadTeam.Task;
import java.util.Arrays;
import java.util.Optional;

/**
 * The experts of a block: {@code out (+)= sum of w_e expert_e(normed)}. Tokens are sorted by expert, each expert
 * multiplies the rows that chose it and no others, and each token takes its rows back in the order of its choices: no
 * capacity, nothing dropped, nothing padded, and no sum that depends on threads. Axes as in {@link PassContext}.
 */
final class MixtureOfExperts {

    private final PassContext pass;
    private final Router router;
    private final int width;
    private final int experts;
    private final int chosen;
    private final int ffn;
    private final int hidden;
    private final Activation activation;
    /** Rows sorted by expert: what goes in, and what comes out or back. */
    private final float[] in_MD;
    private final float[] out_MD;
    private final float[] dAct_MF;
    private final float[] dWeights_NK;
    private final Task gather = this::gatherRows;
    private final Task activate = this::activateRows;
    private final Task activateBack = this::activateBackRows;
    private final Task combine = this::combineRows;
    private final Task weigh = this::weighRows;
    private final Task spread = this::spreadRows;

    // the run under way
    private ExpertBuffers saved;
    private float[] from_ND;
    private float[] rows_MD;
    private float[] to_ND;
    private boolean accumulate;

    MixtureOfExperts(PassContext pass, PassOptions options) {
        this.pass = pass;
        Optional<Experts> shape = pass.model().experts();
        width = pass.model().width();
        experts = shape.map(Experts::count).orElse(0);
        chosen = shape.map(Experts::chosen).orElse(0);
        ffn = shape.map(Experts::width).orElse(0);
        hidden = pass.model().inputWidth(ffn);
        activation = pass.model().feedForward().activation();
        int places = pass.rows() * chosen;
        in_MD = pass.buffers().floats(places, width);
        out_MD = pass.buffers().floats(places, width);
        dAct_MF = pass.buffers().floats(places, ffn);
        dWeights_NK = pass.buffers().floats(pass.rows(), chosen);
        router = new Router(pass, options);
    }

    /** What a token's loss is multiplied by in the gradients of this pass. */
    void scale(float lossScale) {
        router.scale(lossScale);
    }

    Optional<Routing> take() {
        return experts == 0 ? Optional.empty() : Optional.of(router.take());
    }

    void forward(int number, float[] normed_ND, ExpertBuffers buffers, float[] out_ND, boolean add, boolean training) {
        Layer layer = pass.at().layers[number];
        saved = buffers;
        router.forward(number, normed_ND, buffers, training);
        gather(normed_ND, in_MD);
        Products products = pass.products();
        for (int expert = 0; expert < experts; expert++) {
            int first = saved.starts_E[expert];
            products.nt(rows(expert), hidden, width, in_MD, first * width, width, pass.weights(),
                layer.expertGateUp()[expert], width, saved.gateUp_MW, first * hidden, hidden, false);
        }
        pass.clock().lap(Part.FFN_PRODUCTS);
        pass.team().run(tasks(), activate);
        pass.clock().lap(Part.ACTIVATION);
        for (int expert = 0; expert < experts; expert++) {
            int first = saved.starts_E[expert];
            products.nt(rows(expert), width, ffn, saved.act_MF, first * ffn, ffn, pass.weights(),
                layer.expertDown()[expert], ffn, out_MD, first * width, width, false);
        }
        pass.clock().lap(Part.FFN_PRODUCTS);
        to_ND = out_ND;
        accumulate = add;
        pass.team().run(PassContext.tasks(pass.rows()), combine);
        pass.clock().lap(Part.ROUTING);
    }

    private int rows(int expert) {
        return saved.starts_E[expert + 1] - saved.starts_E[expert];
    }

    /** Tasks over the rows sorted by expert. */
    private int tasks() {
        return PassContext.tasks(pass.rows() * chosen);
    }

    private int end(int task) {
        return Math.min((task + 1) * PassContext.ROWS, pass.rows() * chosen);
    }

    private void gather(float[] from, float[] to) {
        from_ND = from;
        rows_MD = to;
        pass.team().run(tasks(), gather);
        pass.clock().lap(Part.ROUTING);
    }

    private void gatherRows(int task, int worker) {
        for (int place = task * PassContext.ROWS; place < end(task); place++) {
            System.arraycopy(from_ND, saved.origin_M[place] / chosen * width, rows_MD, place * width, width);
        }
    }

    private void activateRows(int task, int worker) {
        FeedForward.activate(pass.kernels(), activation, saved.gateUp_MW, saved.act_MF, ffn, task * PassContext.ROWS,
            end(task));
    }

    private void combineRows(int task, int worker) {
        int end = Math.min((task + 1) * PassContext.ROWS, pass.rows());
        for (int row = task * PassContext.ROWS; row < end; row++) {
            if (!accumulate) {
                Arrays.fill(to_ND, row * width, (row + 1) * width, 0f);
            }
            for (int slot = row * chosen; slot < (row + 1) * chosen; slot++) {
                pass.kernels().addScaled(out_MD, saved.place_NK[slot] * width, saved.weights_NK[slot], to_ND,
                    row * width, width);
            }
        }
    }

    /** {@code dNormed (+)= ...} from {@code dOut}; {@code gateUp} is overwritten by its gradient. */
    void backward(int number, float[] dOut_ND, float[] normed_ND, ExpertBuffers buffers, float[] dNormed_ND,
        boolean add, float[] gradients) {
        Layer layer = pass.at().layers[number];
        saved = buffers;
        gather(normed_ND, in_MD);
        gather(dOut_ND, out_MD);
        Products products = pass.products();
        for (int expert = 0; expert < experts; expert++) {
            int first = saved.starts_E[expert];
            products.nn(rows(expert), ffn, width, out_MD, first * width, width, pass.weights(),
                layer.expertDown()[expert], ffn, dAct_MF, first * ffn, ffn, false);
        }
        pass.clock().lap(Part.FFN_PRODUCTS);
        pass.team().run(tasks(), weigh);
        pass.clock().lap(Part.ROUTING);
        for (int expert = 0; expert < experts; expert++) {
            int first = saved.starts_E[expert];
            products.tn(width, ffn, rows(expert), out_MD, first * width, width, saved.act_MF, first * ffn, ffn,
                gradients, layer.expertDown()[expert], ffn, true);
        }
        pass.clock().lap(Part.FFN_PRODUCTS);
        pass.team().run(tasks(), activateBack);
        pass.clock().lap(Part.ACTIVATION);
        for (int expert = 0; expert < experts; expert++) {
            int first = saved.starts_E[expert];
            products.tn(hidden, width, rows(expert), saved.gateUp_MW, first * hidden, hidden, in_MD, first * width,
                width, gradients, layer.expertGateUp()[expert], width, true);
            products.nn(rows(expert), width, hidden, saved.gateUp_MW, first * hidden, hidden, pass.weights(),
                layer.expertGateUp()[expert], width, out_MD, first * width, width, false);
        }
        pass.clock().lap(Part.FFN_PRODUCTS);
        to_ND = dNormed_ND;
        accumulate = add;
        pass.team().run(PassContext.tasks(pass.rows()), spread);
        router.backward(layer, normed_ND, buffers, dWeights_NK, dNormed_ND, gradients);
    }

    /** The gradient of a row's weight is its output's by the output's gradient; the output itself is not kept. */
    private void weighRows(int task, int worker) {
        for (int place = task * PassContext.ROWS; place < end(task); place++) {
            int slot = saved.origin_M[place];
            dWeights_NK[slot] = pass.kernels().dot(dAct_MF, place * ffn, saved.act_MF, place * ffn, ffn);
            pass.kernels().scale(dAct_MF, place * ffn, saved.weights_NK[slot], ffn);
            pass.kernels().scale(out_MD, place * width, saved.weights_NK[slot], width);
        }
    }

    private void activateBackRows(int task, int worker) {
        FeedForward.activateBack(pass.kernels(), activation, dAct_MF, saved.gateUp_MW, ffn, task * PassContext.ROWS,
            end(task));
    }

    private void spreadRows(int task, int worker) {
        int end = Math.min((task + 1) * PassContext.ROWS, pass.rows());
        for (int row = task * PassContext.ROWS; row < end; row++) {
            for (int choice = 0; choice < chosen; choice++) {
                int from = saved.place_NK[row * chosen + choice] * width;
                if (choice == 0 && !accumulate) {
                    System.arraycopy(out_MD, from, to_ND, row * width, width);
                } else {
                    pass.kernels().add(out_MD, from, to_ND, row * width, width);
                }
            }
        }
    }
}
