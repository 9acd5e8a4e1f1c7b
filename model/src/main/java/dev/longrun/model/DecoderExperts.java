package dev.longrun.model;

import dev.longrun.model.Architecture.Experts;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.MatMul;
import java.util.Arrays;

/** The experts of a block in decoding, as {@link MixtureOfExperts} does it. Axes as in {@link PassContext}. */
final class DecoderExperts {

    private final Architecture model;
    private final MatMul products;
    private final Kernels kernels;
    private final float[] values;
    private final Gate gate;
    private final int experts;
    private final int chosen;
    private final int ffn;
    private final float[] logits_NE;
    private final float[] probabilities_NE;
    private final int[] chosen_NK;
    private final float[] weights_NK;
    private final int[] place_NK;
    private final int[] origin_M;
    private final int[] starts_E;
    private final int[] next_E;
    private final float[] in_MD;
    private final float[] out_MD;
    private final float[] gateUp_MW;
    private final float[] act_MF;

    DecoderExperts(Buffers buffers, Architecture model, MatMul products, Kernels kernels, float[] values, int most) {
        this.model = model;
        this.products = products;
        this.kernels = kernels;
        this.values = values;
        Experts shape = model.experts().orElse(new Experts(1, 1, 1, false, 0));
        gate = new Gate(kernels, shape);
        experts = shape.count();
        chosen = shape.chosen();
        ffn = shape.width();
        int rows = model.experts().isPresent() ? most : 0;
        int places = rows * chosen;
        logits_NE = buffers.floats(rows, experts);
        probabilities_NE = buffers.floats(rows, experts);
        chosen_NK = buffers.ints(rows, chosen);
        weights_NK = buffers.floats(rows, chosen);
        place_NK = buffers.ints(rows, chosen);
        origin_M = buffers.ints(places, 1);
        starts_E = buffers.ints(experts + 1, 1);
        next_E = buffers.ints(experts, 1);
        in_MD = buffers.floats(places, model.width());
        out_MD = buffers.floats(places, model.width());
        gateUp_MW = buffers.floats(places, model.inputWidth(ffn));
        act_MF = buffers.floats(places, ffn);
    }

    /** {@code out[rows, D] (+)= the experts' sum}. */
    void run(Weights.Layer at, DecoderWeights.Layer matrices, float[] normed_ND, int rows, float[] out_ND,
        boolean add) {
        int width = model.width();
        products.nt(rows, experts, width, normed_ND, 0, width, values, at.router(), width, logits_NE, 0, experts,
            false);
        for (int row = 0; row < rows; row++) {
            gate.choose(logits_NE, row * experts, probabilities_NE, chosen_NK, weights_NK, row * chosen);
        }
        Gate.sort(rows * chosen, chosen_NK, starts_E, next_E, place_NK, origin_M);
        for (int place = 0; place < rows * chosen; place++) {
            System.arraycopy(normed_ND, origin_M[place] / chosen * width, in_MD, place * width, width);
        }
        int hidden = model.inputWidth(ffn);
        for (int expert = 0; expert < experts; expert++) {
            int first = starts_E[expert];
            int count = starts_E[expert + 1] - first;
            products.nn(count, hidden, width, in_MD, first * width, width, matrices.expertGateUp()[expert], gateUp_MW,
                first * hidden, hidden, false);
            FeedForward.activate(kernels, model.feedForward().activation(), gateUp_MW, act_MF, ffn, first,
                first + count);
            products.nn(count, width, ffn, act_MF, first * ffn, ffn, matrices.expertDown()[expert], out_MD,
                first * width, width, false);
        }
        for (int row = 0; row < rows; row++) {
            if (!add) {
                Arrays.fill(out_ND, row * width, (row + 1) * width, 0f);
            }
            for (int slot = row * chosen; slot < (row + 1) * chosen; slot++) {
                kernels.addScaled(out_MD, place_NK[slot] * width, weights_NK[slot], out_ND, row * width, width);
            }
        }
    }
}
