package dev.longrun.model;

import dev.longrun.model.LlamaWeights.Layer;
import dev.longrun.model.PassClock.Part;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.Products;
import dev.longrun.tensor.ThreadTeam;

/** The training pass of a {@link Llama}: each part forward in order, then each backward. Axes: {@link PassContext}. */
final class LlamaPass implements TrainingPass {

    private static final float[] NONE = {};
    private static final int EMBEDDING_SITE = 0;

    private final PassContext pass;
    private final LayerBuffers[] layers;
    private final float[] last_ND;
    private final float[] lastNormed_ND;
    private final float[] lastInverse_N;
    private final float[] dx_ND;
    private final float[] dNormed_ND;
    /** Gradient of the activation [N, F], then of the heads' outputs [N, A]. */
    private final float[] dWide;
    /** What a block adds to the stream, before some of it is dropped, and its gradient; empty without dropout. */
    private final float[] branch_ND;
    private final Dropout dropout;
    private final Embedding embedding;
    private final NormStep norm;
    private final Attention attention;
    private final FeedForward feedForward;
    private final LossHead head;

    LlamaPass(Llama model, ThreadTeam team, Kernels kernels, int sequences, int context) {
        this(model, team, new MatMul(team), kernels, sequences, context, 0f, 0f);
    }

    /** The linear layers' products by {@code products}; attention's own stay in f32. */
    LlamaPass(Llama model, ThreadTeam team, Products products, Kernels kernels, int sequences, int context,
        float zLoss, float dropout) {
        LlamaConfig config = model.config();
        if (sequences < 1 || context < 1 || context > config.context()) {
            throw new ModelException("model: a pass of " + sequences + " sequences of " + context
                + " tokens; at least 1 of 1 to " + config.context() + " tokens");
        }
        if ((long) sequences * context > Integer.MAX_VALUE) {
            throw new ModelException("model: a pass of " + sequences + " x " + context + " tokens is too large");
        }
        Buffers buffers = new Buffers();
        pass = new PassContext(team, products, kernels, buffers, config, model.weights(),
            model.parameters().values(), sequences, context, new PassClock());
        int rows = pass.rows();
        layers = new LayerBuffers[config.layers()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = new LayerBuffers(buffers, config, rows);
        }
        last_ND = buffers.floats(rows, config.width());
        lastNormed_ND = buffers.floats(rows, config.width());
        lastInverse_N = buffers.floats(rows, 1);
        dx_ND = buffers.floats(rows, config.width());
        dNormed_ND = buffers.floats(rows, config.width());
        dWide = buffers.floats(rows, Math.max(config.ffnWidth(), config.queryWidth()));
        branch_ND = buffers.floats(dropout > 0 ? rows : 0, config.width());
        this.dropout = new Dropout(pass, dropout);
        embedding = new Embedding(pass);
        norm = new NormStep(pass);
        attention = new Attention(pass);
        feedForward = new FeedForward(pass, dWide);
        head = new LossHead(pass, zLoss);
    }

    @Override
    public double loss(int[] tokens_BT, int[] targets_BT) {
        checkTargets(targets_BT);
        forward(tokens_BT, false, 0);
        return head.run(lastNormed_ND, targets_BT, 0f, NONE, NONE);
    }

    @Override
    public double lossAndGradients(int[] tokens_BT, int[] targets_BT, float scale, float[] gradients, long key) {
        checkTargets(targets_BT);
        if (gradients.length != pass.weights().length) {
            throw new ModelException("model: " + gradients.length + " gradients for " + pass.weights().length
                + " parameters");
        }
        forward(tokens_BT, true, key);
        double loss = head.run(lastNormed_ND, targets_BT, scale, dNormed_ND, gradients);
        backward(tokens_BT, gradients);
        return loss;
    }

    /** The logits [N, V] of the whole batch, as the head reckons them chunk by chunk; for comparisons. */
    void logits(int[] tokens_BT, float[] logits_NV) {
        forward(tokens_BT, false, 0);
        head.allLogits(lastNormed_ND, logits_NV);
    }

    @Override
    public long activationBytes() {
        return pass.buffers().bytes();
    }

    @Override
    public long nanos(Part part) {
        return pass.clock().nanos(part);
    }

    PassClock clock() {
        return pass.clock();
    }

    private void forward(int[] tokens_N, boolean training, long key) {
        checkTokens(tokens_N);
        pass.clock().start();
        dropout.begin(training, key);
        embedding.forward(tokens_N, layers[0].x_ND);
        if (dropout.active()) {
            dropout.apply(EMBEDDING_SITE, layers[0].x_ND, layers[0].x_ND, false);
        }
        for (int layer = 0; layer < layers.length; layer++) {
            float[] out = layer + 1 < layers.length ? layers[layer + 1].x_ND : last_ND;
            forward(layer, out);
        }
        norm.forward(last_ND, pass.at().finalNorm, lastNormed_ND, lastInverse_N, last_ND);
    }

    private void forward(int layer, float[] out_ND) {
        Layer at = pass.at().layers[layer];
        LayerBuffers own = layers[layer];
        LlamaConfig config = pass.config();
        int rows = pass.rows();
        int width = config.width();
        norm.forward(own.x_ND, at.attentionNorm(), own.attentionNormed_ND, own.attentionInverse_N, own.middle_ND);
        pass.products().nt(rows, config.qkvWidth(), width, own.attentionNormed_ND, 0, width, pass.weights(), at.qkv(),
            width, own.qkv_NQ, 0, config.qkvWidth(), false);
        pass.clock().lap(Part.ATTENTION_PRODUCTS);
        attention.forward(at, own);
        float[] branch = branch(own.middle_ND);
        pass.products().nt(rows, width, config.queryWidth(), own.attended_NA, 0, config.queryWidth(), pass.weights(),
            at.output(), config.queryWidth(), branch, 0, width, branch == own.middle_ND);
        pass.clock().lap(Part.ATTENTION_PRODUCTS);
        join(attentionSite(layer), branch, own.middle_ND);
        norm.forward(own.middle_ND, at.ffnNorm(), own.ffnNormed_ND, own.ffnInverse_N, out_ND);
        branch = branch(out_ND);
        feedForward.forward(at, own.ffnNormed_ND, own.gateUp_NW, own.act_NF, branch, branch == out_ND);
        join(attentionSite(layer) + 1, branch, out_ND);
    }

    /** Of two places a layer, after the embedding's: its attention's. */
    private static int attentionSite(int layer) {
        return 1 + 2 * layer;
    }

    /** Where a block puts its output: added to the stream at once, unless some of it is to be dropped first. */
    private float[] branch(float[] stream_ND) {
        return dropout.active() ? branch_ND : stream_ND;
    }

    private void join(int site, float[] branch, float[] stream_ND) {
        if (branch != stream_ND) {
            dropout.apply(site, branch, stream_ND, true);
        }
    }

    /** The gradient of a block's output, from that of the stream. */
    private float[] branchGradient(int site) {
        if (!dropout.active()) {
            return dx_ND;
        }
        dropout.apply(site, dx_ND, branch_ND, false);
        return branch_ND;
    }

    private void backward(int[] tokens_N, float[] gradients) {
        norm.backward(dNormed_ND, last_ND, pass.at().finalNorm, lastInverse_N, dx_ND, false, gradients);
        for (int layer = layers.length - 1; layer >= 0; layer--) {
            backward(layer, gradients);
        }
        if (dropout.active()) {
            dropout.apply(EMBEDDING_SITE, dx_ND, dx_ND, false);
        }
        embedding.backward(tokens_N, dx_ND, gradients);
    }

    private void backward(int layer, float[] gradients) {
        Layer at = pass.at().layers[layer];
        LayerBuffers own = layers[layer];
        LlamaConfig config = pass.config();
        int rows = pass.rows();
        int width = config.width();
        int out = config.queryWidth();
        int qkv = config.qkvWidth();
        float[] dBranch = branchGradient(attentionSite(layer) + 1);
        feedForward.backward(at, dBranch, own.ffnNormed_ND, own.gateUp_NW, own.act_NF, dNormed_ND, gradients);
        norm.backward(dNormed_ND, own.middle_ND, at.ffnNorm(), own.ffnInverse_N, dx_ND, true, gradients);
        Products products = pass.products();
        dBranch = branchGradient(attentionSite(layer));
        products.tn(width, out, rows, dBranch, 0, width, own.attended_NA, 0, out, gradients, at.output(), out, true);
        products.nn(rows, out, width, dBranch, 0, width, pass.weights(), at.output(), out, dWide, 0, out, false);
        pass.clock().lap(Part.ATTENTION_PRODUCTS);
        attention.backward(at, own, dWide, gradients);
        products.tn(qkv, width, rows, own.qkv_NQ, 0, qkv, own.attentionNormed_ND, 0, width, gradients, at.qkv(), width,
            true);
        products.nn(rows, width, qkv, own.qkv_NQ, 0, qkv, pass.weights(), at.qkv(), width, dNormed_ND, 0, width, false);
        pass.clock().lap(Part.ATTENTION_PRODUCTS);
        norm.backward(dNormed_ND, own.x_ND, at.attentionNorm(), own.attentionInverse_N, dx_ND, true, gradients);
    }

    private void checkTokens(int[] tokens_N) {
        checkLength("tokens", tokens_N);
        for (int token : tokens_N) {
            if (token < 0 || token >= pass.config().vocabulary()) {
                throw new ModelException("model: token " + token + " is outside the vocabulary of "
                    + pass.config().vocabulary());
            }
        }
    }

    private void checkTargets(int[] targets_N) {
        checkLength("targets", targets_N);
        for (int target : targets_N) {
            if (target < -1 || target >= pass.config().vocabulary()) {
                throw new ModelException("model: target " + target + " is neither -1 nor in the vocabulary of "
                    + pass.config().vocabulary());
            }
        }
    }

    private void checkLength(String what, int[] ids) {
        if (ids.length != pass.rows()) {
            throw new ModelException("model: " + ids.length + " " + what + "; this pass takes " + pass.sequences()
                + " x " + pass.context());
        }
    }
}
