package dev.longrun.model;

import dev.longrun.model.PassClock.Part;
import dev.longrun.model.Weights.Layer;
import dev.longrun.model.Weights.NormAt;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.PackedMatrix;
import dev.longrun.tensor.ThreadTeam.Task;
import java.util.Arrays;

/**
 * Causal grouped-query attention between the products: from qkv [N, Q] to the heads' outputs [N, A], and back. One task
 * is one key-value head of one sequence with its query heads; a layer with a window multiplies by the keys in its reach
 * alone. Scores exist for {@link #BLOCK} query rows at a time; the backward reckons them again from the logarithm of
 * each row's sum (as FlashAttention does, arXiv 2205.14135). Axes as in {@link PassContext}.
 */
final class Attention {

    /** Query rows whose scores exist at once in a worker. */
    static final int BLOCK = 64;

    private final PassContext pass;
    private final Kernels kernels;
    private final int heads;
    private final int kvHeads;
    private final boolean normed;
    private final int context;
    private final int headWidth;
    private final int group;
    private final int qkvWidth;
    private final int outWidth;
    private final float epsilon;
    private final Scores rules;
    /** From one row of scores to the next: T and what fills the last 16 lanes. */
    private final int stride;
    private final RopeTable[] ropes;
    private final Scratch[] scratch;
    /** Gradients of the gains of queries and keys, a slice a task: [B G, 2, h]. */
    private final float[] gainSlices;
    private final Task forward = this::forwardTask;
    private final Task backward = this::backwardTask;

    // the run under way
    private Layer layer;
    private RopeTable rope;
    private int window;
    private LayerBuffers saved;
    private float[] dOut_NA;

    /**
     * What a worker needs: scores and their gradients [BLOCK, stride], gradients of keys, values [T, h], queries
     * [BLOCK, h]; a row of capped scores; keys and values packed for the products of a sequence, turned [h, T] and as
     * they are [T, h].
     */
    private record Scratch(MatMul products, float[] scores, float[] dScores, float[] dKeys, float[] dValues,
        float[] dQueries, float[] capped, PackedMatrix keys_hT, PackedMatrix values_hT, PackedMatrix rows_Th) {
    }

    Attention(PassContext pass) {
        this.pass = pass;
        kernels = pass.kernels();
        Architecture model = pass.model();
        heads = model.heads().count();
        kvHeads = model.heads().kv();
        normed = model.norms().queryKey();
        epsilon = (float) model.norms().epsilon();
        context = pass.context();
        headWidth = model.heads().width();
        group = model.group();
        qkvWidth = model.qkvWidth();
        outWidth = model.queryWidth();
        stride = Scores.wholeLanes(context);
        Buffers buffers = pass.buffers();
        rules = new Scores(buffers, kernels, model, context);
        ropes = RopeTable.of(buffers, model, context);
        gainSlices = buffers.floats(normed ? (long) pass.sequences() * kvHeads : 0, 2 * headWidth);
        MatMul[] products = pass.workerProducts();
        scratch = new Scratch[products.length];
        int block = Math.min(BLOCK, context);
        for (int worker = 0; worker < scratch.length; worker++) {
            scratch[worker] = new Scratch(products[worker], buffers.floats(block, stride),
                buffers.floats(block, stride), buffers.floats(context, headWidth),
                buffers.floats(context, headWidth), buffers.floats(block, headWidth),
                buffers.floats(rules.capped() ? 1 : 0, stride), buffers.packed(headWidth, context),
                buffers.packed(headWidth, context), buffers.packed(context, headWidth));
        }
    }

    /** Norms and turns queries and keys of {@code buffers.qkv} in place, and fills {@code buffers.attended}. */
    void forward(int number, LayerBuffers buffers) {
        begin(number, buffers);
        pass.team().run(pass.sequences() * kvHeads, forward);
        pass.clock().lap(Part.ATTENTION);
    }

    private void begin(int number, LayerBuffers buffers) {
        layer = pass.at().layers[number];
        rope = ropes[number];
        window = pass.model().windows().get(number);
        saved = buffers;
    }

    /** {@code buffers.qkv} becomes its gradient, from that of {@code buffers.attended}. */
    void backward(int number, LayerBuffers buffers, float[] dOut, float[] gradients) {
        begin(number, buffers);
        dOut_NA = dOut;
        int tasks = pass.sequences() * kvHeads;
        pass.team().run(tasks, backward);
        if (normed) {
            for (int task = 0; task < tasks; task++) {
                int slice = task * 2 * headWidth;
                kernels.add(gainSlices, slice, gradients, layer.queryNorm().gain(), headWidth);
                kernels.add(gainSlices, slice + headWidth, gradients, layer.keyNorm().gain(), headWidth);
            }
        }
        pass.clock().lap(Part.ATTENTION);
    }

    /** Where a head's vector of the sequence's first row starts in qkv: H query heads, G key heads, G value heads. */
    private int qkvAt(int sequence, int head) {
        return sequence * context * qkvWidth + head * headWidth;
    }

    private void forwardTask(int task, int worker) {
        int sequence = task / kvHeads;
        int kvHead = task % kvHeads;
        int keyHead = heads + kvHead;
        int valuesAt = qkvAt(sequence, keyHead + kvHeads);
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
    private void prepare(int sequence, int head, NormAt norm) {
        float[] qkv = saved.qkv_NQ;
        int at = qkvAt(sequence, head);
        if (normed) {
            int rawAt = rawAt(sequence, head);
            for (int row = 0; row < context; row++) {
                System.arraycopy(qkv, at + row * qkvWidth, saved.raw_KNh, rawAt + row * headWidth, headWidth);
            }
            kernels.rmsNorm(saved.raw_KNh, rawAt, headWidth, pass.gains().values(), pass.gains().at(norm), qkv, at,
                qkvWidth, saved.rawInverse_KN, inverseAt(sequence, head), context, headWidth, epsilon);
        }
        for (int row = 0; row < context; row++) {
            rope.turn(kernels, qkv, at + row * qkvWidth, row, 1f);
        }
    }

    private int rawAt(int sequence, int head) {
        return inverseAt(sequence, head) * headWidth;
    }

    private int inverseAt(int sequence, int head) {
        return head * pass.rows() + sequence * context;
    }

    private int logSumAt(int sequence, int head) {
        return (sequence * heads + head) * context;
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
            int from = Scores.from(first, window);
            int queries = queriesAt + first * qkvWidth;
            int out = outAt + first * outWidth;
            int valuesAt = keysAt(sequence, head) + kvHeads * headWidth;
            if (from == 0) {
                own.products.nn(rows, seen, headWidth, qkv, queries, qkvWidth, own.keys_hT, own.scores, 0, stride,
                    false);
            } else {
                own.products.nt(rows, seen - from, headWidth, qkv, queries, qkvWidth, qkv,
                    keysAt(sequence, head) + from * qkvWidth, qkvWidth, own.scores, 0, stride, false);
            }
            for (int row = 0; row < rows; row++) {
                saved.logSum_BHT[logSumAt + first + row] =
                    rules.softmax(own.scores, row * stride, first + row, window, from, seen);
            }
            if (from == 0) {
                own.products.nn(rows, headWidth, seen, own.scores, 0, stride, own.rows_Th, saved.attended_NA, out,
                    outWidth, false);
            } else {
                own.products.nn(rows, headWidth, seen - from, own.scores, 0, stride, qkv, valuesAt + from * qkvWidth,
                    qkvWidth, saved.attended_NA, out, outWidth, false);
            }
        }
    }

    /** Where the keys start that a query head of a sequence meets. */
    private int keysAt(int sequence, int head) {
        return qkvAt(sequence, heads + head / group);
    }

    private void backwardTask(int task, int worker) {
        int sequence = task / kvHeads;
        int kvHead = task % kvHeads;
        int keyHead = heads + kvHead;
        int keysAt = qkvAt(sequence, keyHead);
        int valuesAt = qkvAt(sequence, keyHead + kvHeads);
        int slice = task * 2 * headWidth;
        Scratch own = scratch[worker];
        Arrays.fill(own.dKeys, 0f);
        Arrays.fill(own.dValues, 0f);
        own.products.pack(true, saved.qkv_NQ, keysAt, qkvWidth, own.keys_hT);
        own.products.pack(true, saved.qkv_NQ, valuesAt, qkvWidth, own.values_hT);
        own.products.pack(false, saved.qkv_NQ, keysAt, qkvWidth, own.rows_Th);
        if (normed) {
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
        int from = Scores.from(first, window);
        int seen = first + rows;
        int reach = seen - from;
        int queriesAt = qkvAt(sequence, head) + first * qkvWidth;
        int keysAt = keysAt(sequence, head) + from * qkvWidth;
        int outAt = (sequence * context + first) * outWidth + head * headWidth;
        MatMul products = own.products;
        if (from == 0) {
            products.nn(rows, seen, headWidth, qkv, queriesAt, qkvWidth, own.keys_hT, own.scores, 0, stride, false);
            products.nn(rows, seen, headWidth, dOut_NA, outAt, outWidth, own.values_hT, own.dScores, 0, stride, false);
        } else {
            products.nt(rows, reach, headWidth, qkv, queriesAt, qkvWidth, qkv, keysAt, qkvWidth, own.scores, 0, stride,
                false);
            products.nt(rows, reach, headWidth, dOut_NA, outAt, outWidth, qkv, keysAt + kvHeads * headWidth, qkvWidth,
                own.dScores, 0, stride, false);
        }
        softmaxBack(own, logSumAt(sequence, head) + first, first, rows, from, outAt);
        products.tn(reach, headWidth, rows, own.scores, 0, stride, dOut_NA, outAt, outWidth, own.dValues,
            from * headWidth, headWidth, true);
        products.tn(reach, headWidth, rows, own.dScores, 0, stride, qkv, queriesAt, qkvWidth, own.dKeys,
            from * headWidth, headWidth, true);
        if (from == 0) {
            products.nn(rows, headWidth, seen, own.dScores, 0, stride, own.rows_Th, own.dQueries, 0, headWidth, false);
        } else {
            products.nn(rows, headWidth, reach, own.dScores, 0, stride, qkv, keysAt, qkvWidth, own.dQueries, 0,
                headWidth, false);
        }
        unprepare(own.dQueries, rows, sequence, first, head, layer.queryNorm(), slice);
    }

    private void softmaxBack(Scratch own, int logSumAt, int first, int rows, int from, int outAt) {
        for (int row = 0; row < rows; row++) {
            int out = outAt + row * outWidth;
            float rowDot = kernels.dot(dOut_NA, out, saved.attended_NA, out, headWidth);
            rules.softmaxBack(own.scores, own.dScores, row * stride, first + row, window, from, first + rows,
                saved.logSum_BHT[logSumAt + row], rowDot, own.capped);
        }
    }

    /** From the gradient of turned and normed vectors [rows, h] back to that of the product's, put into qkv. */
    private void unprepare(float[] d, int rows, int sequence, int first, int head, NormAt norm, int slice) {
        int at = qkvAt(sequence, head) + first * qkvWidth;
        for (int row = 0; row < rows; row++) {
            rope.turn(kernels, d, row * headWidth, first + row, -1f);
        }
        if (normed) {
            kernels.rmsNormBackward(d, 0, headWidth, saved.raw_KNh, rawAt(sequence, head) + first * headWidth,
                headWidth, pass.gains().values(), pass.gains().at(norm), saved.rawInverse_KN,
                inverseAt(sequence, head) + first, saved.qkv_NQ, at, qkvWidth, false, gainSlices, slice, rows,
                headWidth);
        } else {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(d, row * headWidth, saved.qkv_NQ, at + row * qkvWidth, headWidth);
            }
        }
    }
}
