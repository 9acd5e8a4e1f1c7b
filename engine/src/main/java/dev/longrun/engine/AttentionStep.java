package dev.longrun.engine;

import static dev.longrun.engine.Sequence.PAGE;

import dev.longrun.engine.Sequence.Page;
import dev.longrun.model.Architecture;
import dev.longrun.model.Architecture.Heads;
import dev.longrun.model.Architecture.Rotary;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.tensor.ThreadTeam.Task;
import java.util.Arrays;

/**
 * Attention between the products, from qkv [M, Q] to the heads' outputs [M, A]; M rows of several sequences, each a
 * {@link Run} of consecutive places. A task is one key-value head of one run with its query heads. Sums are taken over
 * the places in order from a page's beginning, those that a query does not see counting 0, so that they do not depend
 * on what is fed with them.
 */
final class AttentionStep {

    /** Query rows whose scores exist at once in a worker. */
    private static final int BLOCK = 64;

    /**
     * Consecutive rows of one sequence.
     *
     * @param sequence whose
     * @param firstRow where they stand in the pass
     * @param rows how many
     */
    record Run(Sequence sequence, int firstRow, int rows) {
    }

    private final Architecture model;
    private final Heads heads;
    private final ThreadTeam team;
    private final Kernels kernels = Kernels.fastest();
    private final Rope full;
    private final Rope windowed;
    private final boolean rotary;
    private final MatMul[] products;
    private final float[][] scores;
    private final float[][] inverses;
    private final Task task = this::attend;

    // the layer under way
    private int layer;
    private ModelWeights.Layer weights;
    private Run[] runs = {};
    private float[] qkv_MQ = {};
    private float[] out_MA = {};

    AttentionStep(Architecture model, ThreadTeam team, ModelWeights.Layer first, int mostRows) {
        this.model = model;
        heads = model.heads();
        this.team = team;
        weights = first;
        rotary = model.positions() instanceof Rotary;
        if (model.positions() instanceof Rotary positions) {
            full = new Rope(positions, false, heads.width());
            windowed = new Rope(positions, true, heads.width());
        } else {
            full = new Rope();
            windowed = full;
        }
        products = new MatMul[team.size()];
        scores = new float[team.size()][0];
        inverses = new float[team.size()][mostRows];
        for (int worker = 0; worker < products.length; worker++) {
            products[worker] = new MatMul(new ThreadTeam(1));
        }
    }

    /** Makes room for what will be read. */
    void begin(Run[] runs) {
        this.runs = runs;
        for (Run run : runs) {
            int end = run.sequence.position() + run.rows;
            run.sequence.reach(end);
            if (rotary) {
                full.reach(end);
                windowed.reach(end);
            }
            for (int worker = 0; worker < scores.length; worker++) {
                int size = Math.max(Math.min(BLOCK, run.rows), model.group()) * stride(end);
                if (scores[worker].length < size) {
                    scores[worker] = new float[Math.max(size, 2 * scores[worker].length)];
                }
            }
        }
    }

    private static int stride(int places) {
        return Math.ceilDiv(places, PAGE) * PAGE;
    }

    /** Norms and turns queries and keys in place, keeps keys and values, and fills {@code out}. */
    void run(int layer, ModelWeights.Layer weights, float[] qkv, float[] out) {
        this.layer = layer;
        this.weights = weights;
        qkv_MQ = qkv;
        out_MA = out;
        team.run(runs.length * heads.kv(), task);
    }

    private void attend(int number, int worker) {
        Run run = runs[number / heads.kv()];
        int kvHead = number % heads.kv();
        prepare(run, heads.count() + kvHead, weights.keyNorm(), worker);
        keep(run, kvHead);
        int first = kvHead * model.group();
        for (int head = first; head < first + model.group(); head++) {
            prepare(run, head, weights.queryNorm(), worker);
        }
        int position = run.sequence.position();
        if (run.rows == 1) {
            // one place: the query heads of the group are the rows of the products
            block(run, kvHead, position, 0, model.group(), at(run.firstRow, first), heads.width(),
                run.firstRow * model.queryWidth() + first * heads.width(), heads.width(), worker);
            return;
        }
        for (int head = first; head < first + model.group(); head++) {
            for (int row = 0; row < run.rows; row += BLOCK) {
                block(run, kvHead, position + row, 1, Math.min(BLOCK, run.rows - row), at(run.firstRow + row, head),
                    model.qkvWidth(), (run.firstRow + row) * model.queryWidth() + head * heads.width(),
                    model.queryWidth(), worker);
            }
        }
    }

    /** Where a head's vector of a row lies: H query heads, G key heads, G value heads. */
    private int at(int row, int head) {
        return row * model.qkvWidth() + head * heads.width();
    }

    private void prepare(Run run, int head, float[] gain, int worker) {
        int start = at(run.firstRow, head);
        if (gain.length > 0) {
            kernels.rmsNorm(qkv_MQ, start, model.qkvWidth(), gain, 0, qkv_MQ, start, model.qkvWidth(),
                inverses[worker], 0, run.rows, heads.width(), (float) model.norms().epsilon());
        }
        if (rotary) {
            Rope rope = model.windows().get(layer) > 0 ? windowed : full;
            for (int row = 0; row < run.rows; row++) {
                kernels.rope(qkv_MQ, start + row * model.qkvWidth(), rope.cos, rope.sin,
                    (run.sequence.position() + row) * rope.half(), heads.width(), 1);
            }
        }
    }

    private void keep(Run run, int kvHead) {
        int width = heads.width();
        for (int row = 0; row < run.rows; row++) {
            int place = run.sequence.position() + row;
            Page page = run.sequence.page(layer, place);
            int key = at(run.firstRow + row, heads.count() + kvHead);
            for (int i = 0; i < width; i++) {
                page.keys()[(kvHead * width + i) * PAGE + place % PAGE] = qkv_MQ[key + i];
            }
            System.arraycopy(qkv_MQ, key + heads.kv() * width, page.values(), (kvHead * PAGE + place % PAGE) * width,
                width);
        }
    }

    /** {@code rows} query rows, the first at {@code position}, each {@code step} places after the one before. */
    private void block(Run run, int kvHead, int position, int step, int rows, int queryAt, int queryStride, int outAt,
        int outStride, int worker) {
        int reach = model.windows().get(layer) == 0 ? Integer.MAX_VALUE : model.windows().get(layer);
        int firstPage = Math.max(0, position - reach + 1) / PAGE * PAGE;
        int end = position + step * (rows - 1) + 1;
        int stride = stride(end - firstPage);
        float[] own = scores[worker];
        int kvAt = kvHead * heads.width() * PAGE;
        for (int place = firstPage; place < end; place += PAGE) {
            products[worker].nn(rows, Math.min(PAGE, end - place), heads.width(), qkv_MQ, queryAt, queryStride,
                run.sequence.page(layer, place).keys(), kvAt, PAGE, own, place - firstPage, stride, false);
        }
        for (int row = 0; row < rows; row++) {
            int at = position + step * row;
            int from = Math.max(0, at - reach + 1);
            softmax(own, row * stride, from - firstPage, at + 1 - firstPage, end - firstPage, at);
        }
        for (int place = firstPage; place < end; place += PAGE) {
            products[worker].nn(rows, heads.width(), Math.min(PAGE, end - place), own, place - firstPage, stride,
                run.sequence.page(layer, place).values(), kvAt, heads.width(), out_MA, outAt, outStride,
                place > firstPage);
        }
    }

    /** Scores {@code from} to {@code to} become probabilities; the others, up to {@code end}, 0. */
    private void softmax(float[] x, int at, int from, int to, int end, int place) {
        Arrays.fill(x, at, at + from, 0);
        Arrays.fill(x, at + to, at + end, 0);
        int temperature = heads.temperatureTokens();
        double heat = temperature > 0 && place > temperature ? StrictMath.log(place) / StrictMath.log(temperature) : 1;
        if (heads.cap() > 0) {
            kernels.softCap(x, at + from, (float) heads.scale(), (float) heads.cap(), to - from);
            kernels.softmax(x, at + from, (float) heat, to - from);
        } else {
            kernels.softmax(x, at + from, (float) (heads.scale() * heat), to - from);
        }
    }
}
