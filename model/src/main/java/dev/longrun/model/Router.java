package dev.longrun.model;

import dev.longrun.model.Architecture.Experts;
import dev.longrun.model.PassClock.Part;
import dev.longrun.model.Weights.Layer;
import dev.longrun.tensor.ThreadTeam.Task;
import java.util.Optional;

/**
 * Which experts each token goes to, and how much each counts; in f32 throughout. Backward: the gradient of the weights,
 * that of the load-balancing loss {@code E sum over e of f_e P_e} (f_e the share of places that expert e got, P_e its
 * mean probability; Switch Transformer, arXiv 2101.03961, section 2.2; f_e is a constant) and that of the router's
 * z-loss, {@code log(sum of exp(logits))^2} (ST-MoE, arXiv 2202.08906, section 3.2).
 */
final class Router {

    private final PassContext pass;
    private final Gate gate;
    private final int experts;
    private final int chosen;
    private final float balanceLoss;
    private final float zLoss;
    private final float[] dLogits_NE;
    private final int[] next_E;
    private final RouterCount count;
    private final Task choose = this::chooseRows;
    private final Task unchoose = this::unchooseRows;

    // the run under way
    private ExpertBuffers saved;
    private float[] dWeights_NK;
    private float scale;

    Router(PassContext pass, PassOptions options) {
        this.pass = pass;
        Optional<Experts> shape = pass.model().experts();
        experts = shape.map(Experts::count).orElse(0);
        chosen = shape.map(Experts::chosen).orElse(0);
        gate = new Gate(pass.kernels(), shape.orElse(new Experts(1, 1, 1, false, 0)));
        balanceLoss = (float) options.balanceLoss();
        zLoss = (float) options.routerZLoss();
        dLogits_NE = pass.buffers().floats(pass.rows(), experts);
        next_E = new int[experts];
        count = new RouterCount(pass.model().layers(), experts, PassContext.tasks(pass.rows()));
    }

    void scale(float lossScale) {
        scale = lossScale;
    }

    Routing take() {
        return count.take();
    }

    /** Logits, choice, and the order by expert. */
    void forward(int number, float[] normed_ND, ExpertBuffers buffers, boolean training) {
        saved = buffers;
        int width = pass.model().width();
        pass.exact().nt(pass.rows(), experts, width, normed_ND, 0, width, pass.weights(),
            pass.at().layers[number].router(), width, saved.logits_NE, 0, experts, false);
        pass.team().run(PassContext.tasks(pass.rows()), choose);
        sort();
        if (training) {
            count.add(number, saved.starts_E, pass.rows());
        }
        pass.clock().lap(Part.ROUTING);
    }

    private void chooseRows(int task, int worker) {
        int end = Math.min((task + 1) * PassContext.ROWS, pass.rows());
        double entropy = 0;
        for (int row = task * PassContext.ROWS; row < end; row++) {
            float logSum = gate.choose(saved.logits_NE, row * experts, saved.probabilities_NE, saved.chosen_NK,
                saved.weights_NK, row * chosen);
            saved.logSum_N[row] = logSum;
            entropy += logSum - pass.kernels().dot(saved.probabilities_NE, row * experts, saved.logits_NE,
                row * experts, experts);
        }
        count.entropy(task, entropy);
    }

    /** Rows by expert, and within one in the order of the batch. */
    private void sort() {
        Gate.sort(pass.rows() * chosen, saved.chosen_NK, saved.starts_E, next_E, saved.place_NK, saved.origin_M);
    }

    /** {@code dNormed += ...}, from the gradients of the weights. */
    void backward(Layer layer, float[] normed_ND, ExpertBuffers buffers, float[] dWeights, float[] dNormed_ND,
        float[] gradients) {
        saved = buffers;
        dWeights_NK = dWeights;
        int width = pass.model().width();
        pass.team().run(PassContext.tasks(pass.rows()), unchoose);
        pass.exact().tn(experts, width, pass.rows(), dLogits_NE, 0, experts, normed_ND, 0, width, gradients,
            layer.router(), width, true);
        pass.exact().nn(pass.rows(), width, experts, dLogits_NE, 0, experts, pass.weights(), layer.router(), width,
            dNormed_ND, 0, width, true);
        pass.clock().lap(Part.ROUTING);
    }

    private void unchooseRows(int task, int worker) {
        int end = Math.min((task + 1) * PassContext.ROWS, pass.rows());
        float balance = scale * balanceLoss * experts / (pass.rows() * chosen);
        for (int row = task * PassContext.ROWS; row < end; row++) {
            gate.back(saved, row, dWeights_NK, balance, 2 * scale * zLoss, dLogits_NE);
        }
    }
}
