package dev.longrun.model;

import dev.longrun.model.PassClock.Part;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.PackedMatrix;
import dev.longrun.tensor.Products;
import dev.longrun.tensor.ThreadTeam.Task;
import java.util.Arrays;

/** Head and cross-entropy together, by chunks of rows, so that the logits [N, V] of the whole batch never exist. */
final class LossHead {

    /** Logits of a chunk, about: what fits into a cache of 8 MB. */
    private static final int CHUNK_FLOATS = 1 << 21;
    private static final int LEAST_ROWS = 256;
    private static final int TASK_ROWS = 16;

    private final PassContext pass;
    private final float zLoss;
    private final float logitScale;
    private final float cap;
    private final int vocabulary;
    /** From one row of logits to the next: V and what fills the last 16 lanes. */
    private final int stride;
    private final int chunkRows;
    private final float[] logits_CV;
    private final float[] losses_N;
    /** A worker's row of capped logits; empty without a cap. */
    private final float[] capped_WV;
    /** The head, packed once a pass for all its chunks: as it gives logits, and as it takes their gradient back. */
    private final PackedMatrix head_DV;
    private final PackedMatrix head_VD;
    private final Task crossEntropy = this::crossEntropy;

    // the run under way
    private int[] targets_N;
    private int chunk;
    private int rows;
    private float scale;

    LossHead(PassContext pass, float zLoss) {
        this.pass = pass;
        this.zLoss = zLoss;
        logitScale = (float) pass.model().logitScale();
        cap = (float) pass.model().logitCap();
        vocabulary = pass.model().vocabulary();
        chunkRows = Math.min(pass.rows(), Math.max(LEAST_ROWS, CHUNK_FLOATS / vocabulary));
        stride = Scores.wholeLanes(vocabulary);
        logits_CV = pass.buffers().floats(chunkRows, stride);
        losses_N = pass.buffers().floats(pass.rows(), 1);
        capped_WV = pass.buffers().floats(cap > 0 ? pass.team().size() : 0, vocabulary);
        head_DV = pass.buffers().packed(pass.model().width(), vocabulary);
        head_VD = pass.buffers().packed(vocabulary, pass.model().width());
    }

    /** The summed loss; the gradients only if {@code dNormed} has room for them [N, D] (it is empty otherwise). */
    double run(float[] normed_ND, int[] targets, float lossScale, float[] dNormed_ND, float[] gradients) {
        targets_N = targets;
        scale = lossScale;
        int width = pass.model().width();
        int head = pass.at().head;
        Products products = pass.products();
        products.pack(true, pass.weights(), head, width, head_DV);
        if (dNormed_ND.length > 0) {
            products.pack(false, pass.weights(), head, width, head_VD);
        }
        for (chunk = 0; chunk < pass.rows(); chunk += chunkRows) {
            rows = Math.min(chunkRows, pass.rows() - chunk);
            logits(normed_ND, logits_CV, 0, stride);
            pass.clock().lap(Part.HEAD_PRODUCTS);
            pass.team().run((rows + TASK_ROWS - 1) / TASK_ROWS, crossEntropy);
            pass.clock().lap(Part.CROSS_ENTROPY);
            if (dNormed_ND.length > 0) {
                products.nn(rows, width, vocabulary, logits_CV, 0, stride, head_VD, dNormed_ND, chunk * width,
                    width, false);
                products.tn(vocabulary, width, rows, logits_CV, 0, stride, normed_ND, chunk * width, width,
                    gradients, head, width, true);
                pass.clock().lap(Part.HEAD_PRODUCTS);
            }
        }
        double sum = 0;
        for (float loss : losses_N) {
            sum += loss;
        }
        return sum;
    }

    /** All logits [N, V], for comparisons. */
    void allLogits(float[] normed_ND, float[] logits_NV) {
        pass.products().pack(true, pass.weights(), pass.at().head, pass.model().width(), head_DV);
        for (chunk = 0; chunk < pass.rows(); chunk += chunkRows) {
            rows = Math.min(chunkRows, pass.rows() - chunk);
            logits(normed_ND, logits_NV, chunk * vocabulary, vocabulary);
            shape(pass.kernels(), pass.model(), logits_NV, chunk * vocabulary, rows * vocabulary);
        }
    }

    /** Logits scaled and capped, in place. */
    static void shape(Kernels kernels, Architecture model, float[] logits, int at, int n) {
        if (model.logitCap() > 0) {
            kernels.softCap(logits, at, (float) model.logitScale(), (float) model.logitCap(), n);
        } else if (model.logitScale() != 1) {
            kernels.scale(logits, at, (float) model.logitScale(), n);
        }
    }

    private void logits(float[] normed_ND, float[] into, int at, int intoStride) {
        int width = pass.model().width();
        pass.products().nn(rows, vocabulary, width, normed_ND, chunk * width, width, head_DV, into, at, intoStride,
            false);
    }

    private void crossEntropy(int task, int worker) {
        int end = Math.min((task + 1) * TASK_ROWS, rows);
        for (int row = task * TASK_ROWS; row < end; row++) {
            int target = targets_N[chunk + row];
            int at = row * stride;
            if (target >= 0) {
                shape(pass.kernels(), pass.model(), logits_CV, at, vocabulary);
                if (cap > 0) {
                    System.arraycopy(logits_CV, at, capped_WV, worker * vocabulary, vocabulary);
                }
                // Whole groups of 16 lanes, filled with what has the exponential 0: the same bits without a remainder.
                Arrays.fill(logits_CV, at + vocabulary, at + stride, Float.NEGATIVE_INFINITY);
                losses_N[chunk + row] = pass.kernels().crossEntropy(logits_CV, at, stride, target, scale, zLoss);
                if (cap > 0) {
                    pass.kernels().softCapBackward(logits_CV, at, capped_WV, worker * vocabulary, logitScale, cap,
                        vocabulary);
                } else if (logitScale != 1) {
                    pass.kernels().scale(logits_CV, at, logitScale, vocabulary);
                }
            } else {
                losses_N[chunk + row] = 0;
                Arrays.fill(logits_CV, at, at + vocabulary, 0f);
            }
        }
    }
}
