package dev.longrun.model;

import dev.longrun.model.LlamaWeights.Layer;
import dev.longrun.model.PassClock.Part;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.PackedMatrix;
import dev.longrun.tensor.ThreadTeam.Task;
import java.util.Arrays;

/**
 * Causal grouped-query attention between the products: from qkv [N, Q] to the heads' outputs [N, A], and back. One task
 * is one key-value head of one sequence with its query heads. Scores exist for {@link #BLOCK} query rows at a time; the
 * backward reckons them again from the logarithm of each row's sum (as FlashAttention does, arXiv 2205.14135).
 * Axes as in {@link PassContext}.
 */
final class Attention {

    /** Query rows whose scores exist at once in a worker. */
    static final int BLOCK = 64;

    private final PassContext pass;
    private final Kernels kernels;
    private final LlamaConfig config;
    private final int context;
    private final int headWidth;
    private final int group;
    private final int qkvWidth;
    private final int outWidth;
    private final float scale;
    /** From one row of scores to the next: T and what fills the last 16 lanes. */
    private final int stride;
    private final RopeTable rope;
    private final Scratch[] scratch;
    /** Gradients of the gains of queries and keys, a slice a task: [B G, 2, h]. */
    private final float[] gainSlices;
    private final Task forward = this::forwardTask;
    private final Task backward = this::backwardTask;

    // the run under way
    private Layer layer;
    private LayerBuffers saved;
    private float[] dOut_NA;

    /**
     * What a worker needs: scores and their gradients [BLOCK, stride], gradients of keys, values [T, h], queries
     * [BLOCK, h]; keys and values packed for the products of a sequence, turned [h, T] and as they are [T, h].
     */
    private record Scratch(MatMul products, float[] scores, float[] dScores, float[] dKeys, float[] dValues,
        float[] dQueries, PackedMatrix keys_hT, PackedMatrix values_hT, PackedMatrix rows_Th) {
    }

    Attention(PassContext pass) {
        this.pass = pass;
        kernels = pass.kernels();
        config = pass.config();
        context = pass.context();
        headWidth = config.headWidth();
        group = config.group();
        qkvWidth = config.qkvWidth();
        outWidth = config.queryWidth();
        scale = (float) (1 / Math.sqrt(headWidth));
        stride = wholeLanes(context);
        Buffers buffers = pass.buffers();
        rope = new RopeTable(buffers, context, headWidth, config.ropeBase());
        gainSlices = buffers.floats(config.qkNorm() ? (long) pass.sequences() * config.kvHeads() : 0, 2 * headWidth);
        MatMul[] products = pass.workerProducts();
        scratch = new Scratch[products.length];
        int block = Math.min(BLOCK, context);
        for (int worker = 0; worker < scratch.length; worker++) {
            scratch[worker] = new Scratch(products[worker], buffers.floats(block, stride),
                buffers.floats(block, stride), buffers.floats(context, headWidth),
                buffers.floats(context, headWidth), buffers.floats(block, headWidth),
                buffers.packed(headWidth, context), buffers.packed(headWidth, context),
                buffers.packed(context, headWidth));
        }
    }

    /** Norms and turns queries and keys of {@code buffers.qkv} in place, and fills {@code buffers.attended}. */
    void forward(Layer at, LayerBuffers buffers) {
        layer = at;
        saved = buffers;
        pass.team().run(pass.sequences() * config.kvHeads(), forward);
        pass.clock().lap(Part.ATTENTION);
    }

    /** {@code buffers.qkv} becomes its gradient, from that of {@code buffers.attended}. */
    void backward(Layer at, LayerBuffers buffers, float[] dOut, float[] gradients) {
        layer = at;
        saved = buffers;
        dOut_NA = dOut;
        int tasks = pass.sequences() * config.kvHeads();
        pass.team().run(tasks, backward);
        if (config.qkNorm()) {
            for (int task = 0; task < tasks; task++) {
                int slice = task * 2 * headWidth;
                kernels.add(gainSlices, slice, gradients, at.queryNorm(), headWidth);
                kernels.add(gainSlices, slice + headWidth, gradients, at.keyNorm(), headWidth);
            }
        }
        pass.clock().lap(Part.ATTENTION);
    }

    /** Where a head's vector of the sequence's first row starts in qkv: H query heads, G key heads, G value heads. */
    private int qkvAt(int sequence, int head) {
        return sequence * context * qkvWidth + head * headWidth;
    }

    private void forwardTask(int task, int worker) {
        int sequence = task / config.kvHeads();
        int kvHead = task % config.kvHeads();
        int keyHead = config.heads() + kvHead;
        int valuesAt = qkvAt(sequence, keyHead + config.kvHeads());
        prepare(sequence, keyHead, layer.keyNorm());
        Scratch own = scratch[worker];
        own.products.pack(true, saved.qkv_NQ, qkvAt(sequence, keyHead), qkvWidth, own.keys_hT);
        own.products.pack(false, saved.qkv_NQ, valuesAt, qkvWidth, own.rows_Th);
        for (int head = kvHead * group; head < (kvHead + 1) * group; head++) {
            prepare(sequence, head, layer.queryNorm());
            attend(own, sequence, head);
        }
    }

    /** QK-norm and rotary embedding of one head of one sequence, in place. */
    private void prepare(int sequence, int head, int gainAt) {
        float[] qkv = saved.qkv_NQ;
        int at = qkvAt(sequence, head);
        if (config.qkNorm()) {
            int rawAt = rawAt(sequence, head);
            for (int row = 0; row < context; row++) {
                System.arraycopy(qkv, at + row * qkvWidth, saved.raw_KNh, rawAt + row * headWidth, headWidth);
            }
            kernels.rmsNorm(saved.raw_KNh, rawAt, headWidth, pass.weights(), gainAt, qkv, at, qkvWidth,
                saved.rawInverse_KN, inverseAt(sequence, head), context, headWidth, (float) config.normEpsilon());
        }
        for (int row = 0; row < context; row++) {
            kernels.rope(qkv, at + row * qkvWidth, rope.cos, rope.sin, row * rope.half, headWidth, 1f);
        }
    }

    private int rawAt(int sequence, int head) {
        return inverseAt(sequence, head) * headWidth;
    }

    private int inverseAt(int sequence, int head) {
        return head * pass.rows() + sequence * context;
    }

    private int logSumAt(int sequence, int head) {
        return (sequence * config.heads() + head) * context;
    }

    /** With the sequence's keys and values packed. */
    private void attend(Scratch own, int sequence, int head) {
        float[] qkv = saved.qkv_NQ;
        int queriesAt = qkvAt(sequence, head);
        int logSumAt = logSumAt(sequence, head);
        int outAt = sequence * context * outWidth + head * headWidth;
        for (int first = 0; first < context; first += BLOCK) {
            int rows = Math.min(BLOCK, context - first);
            int seen = first + rows;
            own.products.nn(rows, seen, headWidth, qkv, queriesAt + first * qkvWidth, qkvWidth, own.keys_hT,
                own.scores, 0, stride, false);
            for (int row = 0; row < rows; row++) {
                saved.logSum_BHT[logSumAt + first + row] =
                    softmax(kernels, own.scores, row * stride, scale, first + row + 1, seen);
            }
            own.products.nn(rows, headWidth, seen, own.scores, 0, stride, own.rows_Th, saved.attended_NA,
                outAt + first * outWidth, outWidth, false);
        }
    }

    /**
     * Softmax over the {@code places} that a row sees, zeros in the others of {@code seen}. The kernel gets whole
     * groups of its 16 lanes, filled with what has the exponential 0: the same bits without a remainder.
     */
    static float softmax(Kernels kernels, float[] scores, int at, float scale, int places, int seen) {
        int whole = wholeLanes(places);
        Arrays.fill(scores, at + places, at + whole, Float.NEGATIVE_INFINITY);
        float logSum = kernels.softmax(scores, at, scale, whole);
        if (whole < seen) {
            Arrays.fill(scores, at + whole, at + seen, 0f);
        }
        return logSum;
    }

    /** {@code n} rounded up to the lanes in which kernels sum a row. */
    static int wholeLanes(int n) {
        return (n + 15) & -16;
    }

    private void backwardTask(int task, int worker) {
        int sequence = task / config.kvHeads();
        int kvHead = task % config.kvHeads();
        int keyHead = config.heads() + kvHead;
        int keysAt = qkvAt(sequence, keyHead);
        int valuesAt = qkvAt(sequence, keyHead + config.kvHeads());
        int slice = task * 2 * headWidth;
        Scratch own = scratch[worker];
        Arrays.fill(own.dKeys, 0f);
        Arrays.fill(own.dValues, 0f);
        own.products.pack(true, saved.qkv_NQ, keysAt, qkvWidth, own.keys_hT);
        own.products.pack(true, saved.qkv_NQ, valuesAt, qkvWidth, own.values_hT);
        own.products.pack(false, saved.qkv_NQ, keysAt, qkvWidth, own.rows_Th);
        if (config.qkNorm()) {
            Arrays.fill(gainSlices, slice, slice + 2 * headWidth, 0f);
        }
        for (int head = kvHead * group; head < (kvHead + 1) * group; head++) {
            for (int first = 0; first < context; first += BLOCK) {
                attendBack(own, sequence, head, first, slice);
            }
        }
        // all readers of this head's keys and values are done: their gradients take their place
        unprepare(own.dKeys, context, sequence, 0, keyHead, layer.keyNorm(), slice + headWidth);
        for (int row = 0; row < context; row++) {
            System.arraycopy(own.dValues, row * headWidth, saved.qkv_NQ, valuesAt + row * qkvWidth, headWidth);
        }
    }

    /** One block of query rows: adds to the gradients of keys and values, and puts the queries' in their place. */
    private void attendBack(Scratch own, int sequence, int head, int first, int slice) {
        float[] qkv = saved.qkv_NQ;
        int rows = Math.min(BLOCK, context - first);
        int seen = first + rows;
        int queriesAt = qkvAt(sequence, head) + first * qkvWidth;
        int outAt = (sequence * context + first) * outWidth + head * headWidth;
        MatMul products = own.products;
        products.nn(rows, seen, headWidth, qkv, queriesAt, qkvWidth, own.keys_hT, own.scores, 0, stride, false);
        products.nn(rows, seen, headWidth, dOut_NA, outAt, outWidth, own.values_hT, own.dScores, 0, stride, false);
        softmaxBack(own, logSumAt(sequence, head) + first, first, rows, outAt);
        products.tn(seen, headWidth, rows, own.scores, 0, stride, dOut_NA, outAt, outWidth, own.dValues, 0, headWidth,
            true);
        products.tn(seen, headWidth, rows, own.dScores, 0, stride, qkv, queriesAt, qkvWidth, own.dKeys, 0, headWidth,
            true);
        products.nn(rows, headWidth, seen, own.dScores, 0, stride, own.rows_Th, own.dQueries, 0, headWidth, false);
        unprepare(own.dQueries, rows, sequence, first, head, layer.queryNorm(), slice);
    }

    /** Scores become probabilities, and their gradients those of the scores; nothing beyond a row's own place. */
    private void softmaxBack(Scratch own, int logSumAt, int first, int rows, int outAt) {
        int seen = first + rows;
        for (int row = 0; row < rows; row++) {
            int at = row * stride;
            int places = first + row + 1;
            int whole = wholeLanes(places);
            int out = outAt + row * outWidth;
            float rowDot = kernels.dot(dOut_NA, out, saved.attended_NA, out, headWidth);
            Arrays.fill(own.scores, at + places, at + whole, Float.NEGATIVE_INFINITY);
            kernels.softmaxAgain(own.scores, at, scale, saved.logSum_BHT[logSumAt + row], whole);
            Arrays.fill(own.dScores, at + places, at + whole, 0f);
            kernels.softmaxBackward(own.dScores, at, own.scores, at, rowDot, scale, whole);
            if (whole < seen) {
                Arrays.fill(own.scores, at + whole, at + seen, 0f);
                Arrays.fill(own.dScores, at + whole, at + seen, 0f);
            }
        }
    }

    /** From the gradient of turned and normed vectors [rows, h] back to that of the product's, put into qkv. */
    private void unprepare(float[] d, int rows, int sequence, int first, int head, int gainAt, int slice) {
        int at = qkvAt(sequence, head) + first * qkvWidth;
        for (int row = 0; row < rows; row++) {
            kernels.rope(d, row * headWidth, rope.cos, rope.sin, (first + row) * rope.half, headWidth, -1f);
        }
        if (config.qkNorm()) {
            kernels.rmsNormBackward(d, 0, headWidth, saved.raw_KNh, rawAt(sequence, head) + first * headWidth,
                headWidth, pass.weights(), gainAt, saved.rawInverse_KN, inverseAt(sequence, head) + first,
                saved.qkv_NQ, at, qkvWidth, false, gainSlices, slice, rows, headWidth);
        } else {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(d, row * headWidth, saved.qkv_NQ, at + row * qkvWidth, headWidth);
            }
        }
    }
}
