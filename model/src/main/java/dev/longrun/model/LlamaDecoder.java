package dev.longrun.model;

import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.PackedMatrix;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.tensor.ThreadTeam.Task;

/**
 * Decoding with kept keys and values. Every sum is taken in the order in which {@link LlamaPass} takes it, so the
 * logits have the same bits as those of the uncached model. Axes as in {@link PassContext}; M rows are fed at once, C
 * is the capacity.
 */
final class LlamaDecoder implements Decoder {

    /** Rows that one pass through the layers takes at most. */
    private static final int ROWS = 256;

    private final LlamaConfig config;
    private final LlamaWeights at;
    private final float[] values;
    private final DecoderWeights weights;
    private final ThreadTeam team;
    private final Kernels kernels;
    private final MatMul[] workerProducts;
    private final MatMul products;
    private final int capacity;
    /** S: from one row of scores to the next. */
    private final int stride;
    private final RopeTable rope;
    /** Per layer, turned for the product: [G, h, C]. */
    private final float[][] keys_GhC;
    /** Per layer: [G, C, h]. */
    private final float[][] values_GCh;
    private final float[] x_MD;
    private final float[] normed_MD;
    private final float[] inverse_M;
    private final float[] qkv_MQ;
    private final float[] attended_MA;
    private final float[] gateUp_MW;
    private final float[] act_MF;
    private final float[][] scores_MS;
    private final float[] logits_V;
    private final Task attention = this::attendHead;
    private int position;

    // the rows under way
    private int rows;
    private int layer;

    LlamaDecoder(Llama model, ThreadTeam team, Kernels kernels, int capacity) {
        config = model.config();
        if (capacity < 1 || capacity > config.context()) {
            throw new ModelException("model: a decoder of " + capacity + " tokens; this model has a context of 1 to "
                + config.context());
        }
        at = model.weights();
        values = model.parameters().values();
        this.team = team;
        products = new MatMul(team);
        weights = new DecoderWeights(model);
        weights.load(products);
        this.kernels = kernels;
        this.capacity = capacity;
        stride = Attention.wholeLanes(capacity);
        Buffers buffers = new Buffers();
        rope = new RopeTable(buffers, capacity, config.headWidth(), config.ropeBase());
        int most = Math.min(ROWS, capacity);
        long cacheWidth = (long) config.kvHeads() * config.headWidth();
        keys_GhC = new float[config.layers()][];
        values_GCh = new float[config.layers()][];
        for (int i = 0; i < config.layers(); i++) {
            keys_GhC[i] = buffers.floats(capacity, cacheWidth);
            values_GCh[i] = buffers.floats(capacity, cacheWidth);
        }
        x_MD = buffers.floats(most, config.width());
        normed_MD = buffers.floats(most, config.width());
        inverse_M = buffers.floats(most, 1);
        qkv_MQ = buffers.floats(most, config.qkvWidth());
        attended_MA = buffers.floats(most, config.queryWidth());
        gateUp_MW = buffers.floats(most, config.hiddenWidth());
        act_MF = buffers.floats(most, config.ffnWidth());
        logits_V = buffers.floats(1, config.vocabulary());
        workerProducts = new MatMul[team.size()];
        scores_MS = new float[team.size()][];
        for (int worker = 0; worker < team.size(); worker++) {
            workerProducts[worker] = new MatMul(new ThreadTeam(1));
            scores_MS[worker] = buffers.floats(Math.min(Attention.BLOCK, most), stride);
        }
    }

    @Override
    public int position() {
        return position;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void reset() {
        position = 0;
    }

    @Override
    public void reload() {
        weights.load(products);
        reset();
    }

    @Override
    public float[] feed(int[] tokens, int count) {
        check(tokens, count);
        int fed = 0;
        while (fed < count) {
            rows = Math.min(ROWS, count - fed);
            for (int row = 0; row < rows; row++) {
                System.arraycopy(values, at.embedding + tokens[fed + row] * config.width(), x_MD, row * config.width(),
                    config.width());
            }
            for (layer = 0; layer < config.layers(); layer++) {
                attentionBlock(at.layers[layer], weights.layers[layer]);
                feedForwardBlock(at.layers[layer], weights.layers[layer]);
            }
            fed += rows;
            position += rows;
        }
        int width = config.width();
        norm(x_MD, (rows - 1) * width, at.finalNorm, 1);
        products.nn(1, config.vocabulary(), width, normed_MD, 0, width, weights.head, logits_V, 0,
            config.vocabulary(), false);
        return logits_V;
    }

    private void check(int[] tokens, int count) {
        if (count < 1 || count > tokens.length || count > capacity - position) {
            throw new ModelException("model: " + count + " tokens to read; there are " + tokens.length
                + ", and room for " + (capacity - position) + " of " + capacity);
        }
        for (int i = 0; i < count; i++) {
            if (tokens[i] < 0 || tokens[i] >= config.vocabulary()) {
                throw new ModelException("model: token " + tokens[i] + " is outside the vocabulary of "
                    + config.vocabulary());
            }
        }
    }

    private void norm(float[] x, int xAt, int gainAt, int count) {
        kernels.rmsNorm(x, xAt, config.width(), values, gainAt, normed_MD, 0, config.width(), inverse_M, 0, count,
            config.width(), (float) config.normEpsilon());
    }

    private void attentionBlock(LlamaWeights.Layer gains, DecoderWeights.Layer own) {
        norm(x_MD, 0, gains.attentionNorm(), rows);
        multiply(normed_MD, config.width(), own.qkv(), qkv_MQ, config.qkvWidth(), false);
        for (int head = 0; head < config.heads(); head++) {
            prepare(head, gains.queryNorm());
        }
        for (int kvHead = 0; kvHead < config.kvHeads(); kvHead++) {
            prepare(config.heads() + kvHead, gains.keyNorm());
            keep(kvHead);
        }
        team.run(config.heads(), attention);
        multiply(attended_MA, config.queryWidth(), own.output(), x_MD, config.width(), true);
    }

    private void feedForwardBlock(LlamaWeights.Layer gains, DecoderWeights.Layer own) {
        norm(x_MD, 0, gains.ffnNorm(), rows);
        multiply(normed_MD, config.width(), own.gateUp(), gateUp_MW, config.hiddenWidth(), false);
        FeedForward.activate(kernels, config.activation() == LlamaConfig.Activation.SWIGLU, gateUp_MW, act_MF,
            config.ffnWidth(), 0, rows);
        multiply(act_MF, config.ffnWidth(), own.down(), x_MD, config.width(), true);
    }

    /** {@code to[rows, out] (+)= from[rows, in] matrix[in, out]}. */
    private void multiply(float[] from, int in, PackedMatrix matrix, float[] to, int out, boolean add) {
        products.nn(rows, out, in, from, 0, in, matrix, to, 0, out, add);
    }

    /** QK-norm and rotary embedding of one head, in place. */
    private void prepare(int head, int gainAt) {
        int headWidth = config.headWidth();
        int qkvWidth = config.qkvWidth();
        int start = head * headWidth;
        if (config.qkNorm()) {
            kernels.rmsNorm(qkv_MQ, start, qkvWidth, values, gainAt, qkv_MQ, start, qkvWidth, inverse_M, 0, rows,
                headWidth, (float) config.normEpsilon());
        }
        for (int row = 0; row < rows; row++) {
            kernels.rope(qkv_MQ, start + row * qkvWidth, rope.cos, rope.sin, (position + row) * rope.half, headWidth,
                1f);
        }
    }

    private void keep(int kvHead) {
        int headWidth = config.headWidth();
        float[] keys = keys_GhC[layer];
        for (int row = 0; row < rows; row++) {
            int key = row * config.qkvWidth() + (config.heads() + kvHead) * headWidth;
            int value = key + config.kvHeads() * headWidth;
            for (int i = 0; i < headWidth; i++) {
                keys[(kvHead * headWidth + i) * capacity + position + row] = qkv_MQ[key + i];
            }
            System.arraycopy(qkv_MQ, value, values_GCh[layer], (kvHead * capacity + position + row) * headWidth,
                headWidth);
        }
    }

    private void attendHead(int head, int worker) {
        int headWidth = config.headWidth();
        int kvAt = head / config.group() * headWidth * capacity;
        float scale = (float) (1 / Math.sqrt(headWidth));
        float[] scores = scores_MS[worker];
        for (int first = 0; first < rows; first += Attention.BLOCK) {
            int block = Math.min(Attention.BLOCK, rows - first);
            int seen = position + first + block;
            workerProducts[worker].nn(block, seen, headWidth, qkv_MQ, first * config.qkvWidth() + head * headWidth,
                config.qkvWidth(), keys_GhC[layer], kvAt, capacity, scores, 0, stride, false);
            for (int row = 0; row < block; row++) {
                Attention.softmax(kernels, scores, row * stride, scale, position + first + row + 1, seen);
            }
            workerProducts[worker].nn(block, headWidth, seen, scores, 0, stride, values_GCh[layer], kvAt, headWidth,
                attended_MA, first * config.queryWidth() + head * headWidth, config.queryWidth(), false);
        }
    }
}
