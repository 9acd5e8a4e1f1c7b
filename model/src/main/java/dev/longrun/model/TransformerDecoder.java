package dev.longrun.model;

import dev.longrun.model.Architecture.Norm;
import dev.longrun.model.Weights.NormAt;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.PackedMatrix;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.tensor.ThreadTeam.Task;

/**
 * Decoding with kept keys and values. Every sum is taken in the order in which {@link TransformerPass} takes it, so the
 * logits have the same bits as those of the uncached model. Axes as in {@link PassContext}; M rows are fed at once, C
 * is the capacity.
 */
final class TransformerDecoder implements Decoder {

    /** Rows that one pass through the layers takes at most. */
    private static final int ROWS = 256;

    private final Architecture model;
    private final Weights at;
    private final float[] values;
    private final Weights.Gains gains;
    private final DecoderWeights weights;
    private final ThreadTeam team;
    private final Kernels kernels;
    private final MatMul[] workerProducts;
    private final MatMul products;
    private final int width;
    private final int capacity;
    /** S: from one row of scores to the next. */
    private final int stride;
    private final Scores rules;
    private final RopeTable[] ropes;
    /** Per layer, turned for the product: [G, h, C]. */
    private final float[][] keys_GhC;
    /** Per layer: [G, C, h]. */
    private final float[][] values_GCh;
    private final float[] x_MD;
    private final float[] normed_MD;
    private final float[] branch_MD;
    private final float[] mean_M;
    private final float[] inverse_M;
    private final float[] qkv_MQ;
    private final float[] attended_MA;
    private final float[] gateUp_MW;
    private final float[] act_MF;
    private final DecoderExperts experts;
    private final float[][] scores_MS;
    private final float[] logits_V;
    private final Task attention = this::attendHead;
    private int position;

    // the rows under way
    private int rows;
    private int layer;

    TransformerDecoder(Model source, ThreadTeam team, Kernels kernels, int capacity) {
        model = source.architecture();
        if (capacity < 1 || capacity > model.context()) {
            throw new ModelException("model: a decoder of " + capacity + " tokens; this model has a context of 1 to "
                + model.context());
        }
        at = source.weights();
        values = source.parameters().values();
        this.team = team;
        products = new MatMul(team);
        weights = new DecoderWeights(source);
        this.kernels = kernels;
        this.capacity = capacity;
        width = model.width();
        stride = Scores.wholeLanes(capacity);
        Buffers buffers = new Buffers();
        gains = new Weights.Gains(buffers, model, at);
        rules = new Scores(buffers, kernels, model, capacity);
        ropes = RopeTable.of(buffers, model, capacity);
        int most = Math.min(ROWS, capacity);
        long cacheWidth = (long) model.heads().kv() * model.heads().width();
        keys_GhC = new float[model.layers()][];
        values_GCh = new float[model.layers()][];
        for (int i = 0; i < model.layers(); i++) {
            keys_GhC[i] = buffers.floats(capacity, cacheWidth);
            values_GCh[i] = buffers.floats(capacity, cacheWidth);
        }
        int hidden = model.feedForward().width();
        x_MD = buffers.floats(most, width);
        normed_MD = buffers.floats(most, width);
        branch_MD = buffers.floats(most, width);
        mean_M = buffers.floats(most, 1);
        inverse_M = buffers.floats(most, 1);
        qkv_MQ = buffers.floats(most, model.qkvWidth());
        attended_MA = buffers.floats(most, model.queryWidth());
        gateUp_MW = buffers.floats(most, model.inputWidth(hidden));
        act_MF = buffers.floats(most, hidden);
        experts = new DecoderExperts(buffers, model, products, kernels, values, most);
        logits_V = buffers.floats(1, model.vocabulary());
        workerProducts = new MatMul[team.size()];
        scores_MS = new float[team.size()][];
        for (int worker = 0; worker < team.size(); worker++) {
            workerProducts[worker] = new MatMul(new ThreadTeam(1));
            scores_MS[worker] = buffers.floats(Math.min(Attention.BLOCK, most), stride);
        }
        reload();
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
        gains.refresh();
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
                Embedding.look(kernels, values, at, (float) model.embeddingScale(), tokens[fed + row], position + row,
                    x_MD, row * width, width);
            }
            for (layer = 0; layer < model.layers(); layer++) {
                attentionBlock(at.layers[layer], weights.layers[layer]);
                feedForwardBlock(at.layers[layer], weights.layers[layer]);
            }
            fed += rows;
            position += rows;
        }
        norm(x_MD, (rows - 1) * width, at.finalNorm, normed_MD, 1);
        products.nn(1, model.vocabulary(), width, normed_MD, 0, width, weights.head, logits_V, 0,
            model.vocabulary(), false);
        LossHead.shape(kernels, model, logits_V, 0, model.vocabulary());
        return logits_V;
    }

    private void check(int[] tokens, int count) {
        if (count < 1 || count > tokens.length || count > capacity - position) {
            throw new ModelException("model: " + count + " tokens to read; there are " + tokens.length
                + ", and room for " + (capacity - position) + " of " + capacity);
        }
        for (int i = 0; i < count; i++) {
            if (tokens[i] < 0 || tokens[i] >= model.vocabulary()) {
                throw new ModelException("model: token " + tokens[i] + " is outside the vocabulary of "
                    + model.vocabulary());
            }
        }
    }

    private void norm(float[] x, int xAt, NormAt norm, float[] y, int count) {
        float epsilon = (float) model.norms().epsilon();
        if (model.norms().kind() == Norm.LAYER) {
            kernels.layerNorm(x, xAt, width, values, norm.gain(), values, norm.bias(), y, 0, width, mean_M, 0,
                inverse_M, 0, count, width, epsilon);
        } else {
            kernels.rmsNorm(x, xAt, width, gains.values(), gains.at(norm), y, 0, width, inverse_M, 0, count, width,
                epsilon);
        }
    }

    private void attentionBlock(Weights.Layer own, DecoderWeights.Layer matrices) {
        norm(x_MD, 0, own.attentionNorm(), normed_MD, rows);
        multiply(normed_MD, width, matrices.qkv(), qkv_MQ, model.qkvWidth(), false);
        bias(qkv_MQ, model.qkvWidth(), own.qkvBias());
        int heads = model.heads().count();
        for (int head = 0; head < heads; head++) {
            prepare(head, own.queryNorm());
        }
        for (int kvHead = 0; kvHead < model.heads().kv(); kvHead++) {
            prepare(heads + kvHead, own.keyNorm());
            keep(kvHead);
        }
        team.run(heads, attention);
        float[] branch = model.norms().post() ? branch_MD : x_MD;
        multiply(attended_MA, model.queryWidth(), matrices.output(), branch, width, branch == x_MD);
        bias(branch, width, own.outputBias());
        join(branch, own.attentionPostNorm());
    }

    private void feedForwardBlock(Weights.Layer own, DecoderWeights.Layer matrices) {
        norm(x_MD, 0, own.feedForwardNorm(), normed_MD, rows);
        boolean residual = model.residualExperts();
        float[] branch = model.norms().post() || residual ? branch_MD : x_MD;
        boolean adds = branch == x_MD;
        int hidden = model.feedForward().width();
        if (hidden > 0) {
            multiply(normed_MD, width, matrices.gateUp()[0], gateUp_MW, model.inputWidth(hidden), false);
            bias(gateUp_MW, model.inputWidth(hidden), own.gateUpBias());
            FeedForward.activate(kernels, model.feedForward().activation(), gateUp_MW, act_MF, hidden, 0, rows);
            multiply(act_MF, hidden, matrices.down()[0], branch, width, adds);
            bias(branch, width, own.downBias());
            adds = true;
        }
        if (model.experts().isPresent()) {
            experts.run(own, matrices, normed_MD, rows, branch, adds);
        }
        if (residual) {
            kernels.scale(branch, 0, TransformerPass.HALVED, rows * width);
        }
        join(branch, own.feedForwardPostNorm());
    }

    private void join(float[] branch, NormAt postNorm) {
        if (branch == x_MD) {
            return;
        }
        float[] added = branch;
        if (postNorm.exists()) {
            norm(branch, 0, postNorm, normed_MD, rows);
            added = normed_MD;
        }
        kernels.add(added, 0, x_MD, 0, rows * width);
    }

    private void bias(float[] y, int rowWidth, int biasAt) {
        for (int row = 0; biasAt >= 0 && row < rows; row++) {
            kernels.add(values, biasAt, y, row * rowWidth, rowWidth);
        }
    }

    /** {@code to[rows, out] (+)= from[rows, in] matrix[in, out]}. */
    private void multiply(float[] from, int in, PackedMatrix matrix, float[] to, int out, boolean add) {
        products.nn(rows, out, in, from, 0, in, matrix, to, 0, out, add);
    }

    /** QK-norm and rotary embedding of one head, in place. */
    private void prepare(int head, NormAt norm) {
        int headWidth = model.heads().width();
        int qkvWidth = model.qkvWidth();
        int start = head * headWidth;
        if (norm.exists()) {
            kernels.rmsNorm(qkv_MQ, start, qkvWidth, gains.values(), gains.at(norm), qkv_MQ, start, qkvWidth,
                inverse_M, 0, rows, headWidth, (float) model.norms().epsilon());
        }
        for (int row = 0; row < rows; row++) {
            ropes[layer].turn(kernels, qkv_MQ, start + row * qkvWidth, position + row, 1f);
        }
    }

    private void keep(int kvHead) {
        int headWidth = model.heads().width();
        float[] keys = keys_GhC[layer];
        for (int row = 0; row < rows; row++) {
            int key = row * model.qkvWidth() + (model.heads().count() + kvHead) * headWidth;
            int value = key + model.heads().kv() * headWidth;
            for (int i = 0; i < headWidth; i++) {
                keys[(kvHead * headWidth + i) * capacity + position + row] = qkv_MQ[key + i];
            }
            System.arraycopy(qkv_MQ, value, values_GCh[layer], (kvHead * capacity + position + row) * headWidth,
                headWidth);
        }
    }

    private void attendHead(int head, int worker) {
        int headWidth = model.heads().width();
        int kvAt = head / model.group() * headWidth * capacity;
        int window = model.windows().get(layer);
        float[] scores = scores_MS[worker];
        for (int first = 0; first < rows; first += Attention.BLOCK) {
            int block = Math.min(Attention.BLOCK, rows - first);
            int from = Scores.from(position + first, window);
            int seen = position + first + block;
            workerProducts[worker].nn(block, seen - from, headWidth, qkv_MQ,
                first * model.qkvWidth() + head * headWidth, model.qkvWidth(), keys_GhC[layer], kvAt + from, capacity,
                scores, 0, stride, false);
            for (int row = 0; row < block; row++) {
                rules.softmax(scores, row * stride, position + first + row, window, from, seen);
            }
            workerProducts[worker].nn(block, headWidth, seen - from, scores, 0, stride, values_GCh[layer],
                kvAt + from * headWidth, headWidth, attended_MA, first * model.queryWidth() + head * headWidth,
                model.queryWidth(), false);
        }
    }
}
