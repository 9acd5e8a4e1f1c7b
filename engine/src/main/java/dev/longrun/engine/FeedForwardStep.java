package dev.longrun.engine;

import dev.longrun.model.Architecture;
import dev.longrun.model.Architecture.Experts;
import dev.longrun.tensor.Kernels;
import java.util.Arrays;

/**
 * The feed-forward layer of a block, from its normed input [M, D] to what it adds to the stream [M, D]: dense, or the
 * experts that each row is routed to, or both. The rows of an expert are gathered and go through it at once; a row's
 * experts are added in the order of their numbers, whatever other rows are there.
 */
final class FeedForwardStep {

    private final Architecture model;
    private final Linear linear;
    private final Kernels kernels = Kernels.fastest();
    private final int width;
    private final float[] hidden_MW;
    private final float[] gathered_MD;
    private final float[] result_MD;
    /** [M, E]. */
    private final float[] router;
    private final int[] rowsOfExpert;

    FeedForwardStep(Architecture model, Linear linear, int mostRows) {
        this.model = model;
        this.linear = linear;
        width = model.width();
        int widest = Math.max(model.feedForward().width(), model.experts().map(Experts::width).orElse(0));
        hidden_MW = new float[Math.multiplyExact(mostRows, model.inputWidth(widest))];
        int gathered = model.experts().isPresent() ? Math.multiplyExact(mostRows, width) : 0;
        gathered_MD = new float[gathered];
        result_MD = new float[gathered];
        router = new float[mostRows * model.experts().map(Experts::count).orElse(0)];
        rowsOfExpert = new int[mostRows];
    }

    /** {@code out = FeedForward(x)} for {@code rows} rows. */
    void run(int rows, ModelWeights.Layer layer, float[] x, float[] out) {
        layer.dense().ifPresent(dense -> dense(rows, dense, model.feedForward().width(), x, out));
        if (layer.experts().length == 0) {
            return;
        }
        if (layer.dense().isEmpty()) {
            Arrays.fill(out, 0, rows * width, 0);
        }
        experts(rows, layer, x, out);
        if (layer.dense().isPresent()) {
            kernels.scale(out, 0, (float) Math.sqrt(0.5), rows * width);
        }
    }

    private void dense(int rows, ModelWeights.FeedForward weights, int hidden, float[] x, float[] out) {
        int inner = model.inputWidth(hidden);
        linear.multiply(rows, x, 0, width, hidden_MW, 0, inner, weights.input());
        Biases.add(kernels, weights.inputBias(), hidden_MW, inner, rows);
        for (int row = 0; row < rows; row++) {
            int at = row * inner;
            switch (model.feedForward().activation()) {
                case SWIGLU -> kernels.siluMultiply(hidden_MW, at, hidden_MW, at + hidden, hidden_MW, at, hidden);
                case GEGLU -> kernels.geluMultiply(hidden_MW, at, hidden_MW, at + hidden, hidden_MW, at, hidden);
                case GELU -> kernels.gelu(hidden_MW, at, hidden_MW, at, hidden);
                case RELU2 -> kernels.reluSquared(hidden_MW, at, hidden_MW, at, hidden);
            }
        }
        linear.multiply(rows, hidden_MW, 0, inner, out, 0, width, weights.down());
        Biases.add(kernels, weights.downBias(), out, width, rows);
    }

    private void experts(int rows, ModelWeights.Layer layer, float[] x, float[] out) {
        Experts experts = model.experts().orElseThrow();
        linear.multiply(rows, x, 0, width, router, 0, experts.count(), layer.router());
        for (int row = 0; row < rows; row++) {
            choose(experts, row * experts.count());
        }
        for (int expert = 0; expert < experts.count(); expert++) {
            int count = 0;
            for (int row = 0; row < rows; row++) {
                if (router[row * experts.count() + expert] > 0) {
                    System.arraycopy(x, row * width, gathered_MD, count * width, width);
                    rowsOfExpert[count++] = row;
                }
            }
            if (count == 0) {
                continue;
            }
            dense(count, layer.experts()[expert], experts.width(), gathered_MD, result_MD);
            for (int i = 0; i < count; i++) {
                int row = rowsOfExpert[i];
                kernels.addScaled(result_MD, i * width, router[row * experts.count() + expert], out, row * width,
                    width);
            }
        }
    }

    /** Logits become weights: those of the likeliest experts, of equal ones the first; 0 for the others. */
    private void choose(Experts experts, int at) {
        int count = experts.count();
        if (experts.routerCap() > 0) {
            kernels.softCap(router, at, 1, (float) experts.routerCap(), count);
        }
        kernels.softmax(router, at, 1, count);
        float sum = 0;
        for (int chosen = 0; chosen < experts.chosen(); chosen++) {
            int best = 0;
            for (int expert = 1; expert < count; expert++) {
                if (router[at + expert] > router[at + best]) {
                    best = expert;
                }
            }
            sum += router[at + best];
            router[at + best] = -router[at + best];
        }
        for (int expert = 0; expert < count; expert++) {
            float weight = -router[at + expert];
            router[at + expert] = weight > 0 ? experts.renormalised() ? weight / sum : weight : 0;
        }
    }
}
