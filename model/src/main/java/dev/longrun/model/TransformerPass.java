package dev.longrun.model;

import dev.longrun.model.PassClock.Part;
import dev.longrun.model.Weights.Layer;
import dev.longrun.model.Weights.NormAt;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.Products;
import dev.longrun.tensor.ThreadTeam;
import java.util.Optional;

/** The training pass of a {@link Model}: each part forward in order, then each backward. Axes: {@link PassContext}. */
final class TransformerPass implements TrainingPass {

    private static final float[] NONE = {};
    private static final int EMBEDDING_SITE = 0;
    /** Of a dense layer and experts that are added together. */
    static final float HALVED = (float) Math.sqrt(0.5);

    private final PassContext pass;
    private final LayerBuffers[] layers;
    private final float[] last_ND;
    private final float[] lastNormed_ND;
    private final LayerBuffers.Stats lastStats;
    private final float[] dx_ND;
    private final float[] dNormed_ND;
    /** Gradient of the activation [N, F], then of the heads' outputs [N, A]. */
    private final float[] dWide;
    /** What a block adds to the stream, where it is not added at once, and its gradient; else empty. */
    private final float[] branch_ND;
    /** The gradient of what a block gives before its post-norm; empty without. */
    private final float[] dBranch_ND;
    private final boolean post;
    private final Dropout dropout;
    private final Embedding embedding;
    private final NormStep norm;
    private final StreamStep stream;
    private final BiasStep bias;
    private final Attention attention;
    private final FeedForward feedForward;
    private final MixtureOfExperts experts;
    private final LossHead head;

    TransformerPass(Model model, ThreadTeam team, Kernels kernels, int sequences, int context) {
        this(model, team, new MatMul(team), kernels, sequences, context, PassOptions.PLAIN);
    }

    /** The linear layers' products by {@code products}; attention's own and the router's stay in f32. */
    TransformerPass(Model model, ThreadTeam team, Products products, Kernels kernels, int sequences, int context,
        PassOptions options) {
        Architecture shape = model.architecture();
        if (sequences < 1 || context < 1 || context > shape.context()) {
            throw new ModelException("model: a pass of " + sequences + " sequences of " + context
                + " tokens; at least 1 of 1 to " + shape.context() + " tokens");
        }
        if ((long) sequences * context > Integer.MAX_VALUE) {
            throw new ModelException("model: a pass of " + sequences + " x " + context + " tokens is too large");
        }
        Buffers buffers = new Buffers();
        Products exact = products instanceof MatMul ? products : new MatMul(team);
        pass = new PassContext(team, products, exact, kernels, buffers, shape, model.weights(),
            model.parameters().values(), new Weights.Gains(buffers, shape, model.weights()), sequences, context,
            new PassClock());
        int rows = pass.rows();
        int width = shape.width();
        int hidden = shape.feedForward().width();
        post = shape.norms().post();
        layers = new LayerBuffers[shape.layers()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = new LayerBuffers(buffers, shape, rows);
        }
        last_ND = buffers.floats(rows, width);
        lastNormed_ND = buffers.floats(rows, width);
        lastStats = LayerBuffers.Stats.of(buffers, shape, rows);
        dx_ND = buffers.floats(rows, width);
        dNormed_ND = buffers.floats(rows, width);
        dWide = buffers.floats(rows, Math.max(hidden, shape.queryWidth()));
        branch_ND = buffers.floats(options.dropout() > 0 || post || shape.residualExperts() ? rows : 0, width);
        dBranch_ND = buffers.floats(post || shape.residualExperts() ? rows : 0, width);
        dropout = new Dropout(pass, (float) options.dropout());
        embedding = new Embedding(pass);
        norm = new NormStep(pass);
        stream = new StreamStep(pass);
        bias = new BiasStep(pass);
        attention = new Attention(pass);
        feedForward = new FeedForward(pass, bias, dWide);
        experts = new MixtureOfExperts(pass, options);
        head = new LossHead(pass, (float) options.zLoss());
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
        experts.scale(scale);
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

    @Override
    public Optional<Routing> takeRouting() {
        return experts.take();
    }

    PassClock clock() {
        return pass.clock();
    }

    private void forward(int[] tokens_N, boolean training, long key) {
        checkTokens(tokens_N);
        pass.clock().start();
        pass.gains().refresh();
        dropout.begin(training, key);
        embedding.forward(tokens_N, layers[0].x_ND);
        if (dropout.active()) {
            dropout.apply(EMBEDDING_SITE, layers[0].x_ND, layers[0].x_ND, false);
        }
        for (int layer = 0; layer < layers.length; layer++) {
            attentionForward(layer);
            feedForwardForward(layer, layer + 1 < layers.length ? layers[layer + 1].x_ND : last_ND, training);
        }
        norm.forward(last_ND, pass.at().finalNorm, lastNormed_ND, lastStats, last_ND);
    }

    private void attentionForward(int layer) {
        Layer at = pass.at().layers[layer];
        LayerBuffers own = layers[layer];
        Architecture model = pass.model();
        int rows = pass.rows();
        int width = model.width();
        int qkv = model.qkvWidth();
        int out = model.queryWidth();
        norm.forward(own.x_ND, at.attentionNorm(), own.attentionNormed_ND, own.attention, own.middle_ND);
        pass.products().nt(rows, qkv, width, own.attentionNormed_ND, 0, width, pass.weights(), at.qkv(), width,
            own.qkv_NQ, 0, qkv, false);
        bias.forward(own.qkv_NQ, qkv, at.qkvBias());
        pass.clock().lap(Part.ATTENTION_PRODUCTS);
        attention.forward(layer, own);
        float[] branch = branch(own.attentionOut_ND, own.middle_ND);
        pass.products().nt(rows, width, out, own.attended_NA, 0, out, pass.weights(), at.output(), out, branch, 0,
            width, branch == own.middle_ND);
        bias.forward(branch, width, at.outputBias());
        pass.clock().lap(Part.ATTENTION_PRODUCTS);
        join(attentionSite(layer), branch, at.attentionPostNorm(), own.attentionPost, own.middle_ND);
    }

    private void feedForwardForward(int layer, float[] out_ND, boolean training) {
        Layer at = pass.at().layers[layer];
        LayerBuffers own = layers[layer];
        boolean residual = pass.model().residualExperts();
        norm.forward(own.middle_ND, at.feedForwardNorm(), own.feedForwardNormed_ND, own.feedForward, out_ND);
        float[] branch = residual && !post ? branch_ND : branch(own.feedForwardOut_ND, out_ND);
        boolean adds = branch == out_ND;
        if (pass.model().feedForward().width() > 0) {
            feedForward.forward(at, own.feedForwardNormed_ND, own.gateUp_NW, own.act_NF, branch, adds);
            adds = true;
        }
        if (pass.model().experts().isPresent()) {
            experts.forward(layer, own.feedForwardNormed_ND, own.experts, branch, adds, training);
        }
        if (residual) {
            stream.scale(branch, branch, HALVED);
        }
        join(attentionSite(layer) + 1, branch, at.feedForwardPostNorm(), own.feedForwardPost, out_ND);
    }

    /** Of two places a layer, after the embedding's: its attention's. */
    private static int attentionSite(int layer) {
        return 1 + 2 * layer;
    }

    /** Where a block puts its output: added to the stream at once, unless it is normed or dropped from first. */
    private float[] branch(float[] normedLater_ND, float[] stream_ND) {
        return post ? normedLater_ND : dropout.active() ? branch_ND : stream_ND;
    }

    private void join(int site, float[] branch, NormAt postNorm, LayerBuffers.Stats kept, float[] stream_ND) {
        float[] added = branch;
        if (post) {
            norm.forward(branch, postNorm, branch_ND, kept, branch);
            added = branch_ND;
        }
        if (dropout.active()) {
            dropout.apply(site, added, stream_ND, true);
        } else if (added != stream_ND) {
            stream.add(added, stream_ND);
        }
    }

    /** The gradient of a block's output, from that of the stream. */
    private float[] branchGradient(int site, float[] branch, NormAt postNorm, LayerBuffers.Stats kept,
        float[] gradients) {
        float[] d = dx_ND;
        if (dropout.active()) {
            dropout.apply(site, dx_ND, branch_ND, false);
            d = branch_ND;
        }
        if (post) {
            norm.backward(d, branch, postNorm, kept, dBranch_ND, false, gradients);
            d = dBranch_ND;
        }
        return d;
    }

    private void backward(int[] tokens_N, float[] gradients) {
        norm.backward(dNormed_ND, last_ND, pass.at().finalNorm, lastStats, dx_ND, false, gradients);
        for (int layer = layers.length - 1; layer >= 0; layer--) {
            feedForwardBackward(layer, gradients);
            attentionBackward(layer, gradients);
        }
        if (dropout.active()) {
            dropout.apply(EMBEDDING_SITE, dx_ND, dx_ND, false);
        }
        embedding.backward(tokens_N, dx_ND, gradients);
    }

    private void feedForwardBackward(int layer, float[] gradients) {
        Layer at = pass.at().layers[layer];
        LayerBuffers own = layers[layer];
        float[] dBranch = branchGradient(attentionSite(layer) + 1, own.feedForwardOut_ND, at.feedForwardPostNorm(),
            own.feedForwardPost, gradients);
        if (pass.model().residualExperts()) {
            stream.scale(dBranch, dBranch_ND, HALVED);
            dBranch = dBranch_ND;
        }
        boolean adds = pass.model().feedForward().width() > 0;
        if (adds) {
            feedForward.backward(at, dBranch, own.feedForwardNormed_ND, own.gateUp_NW, own.act_NF, dNormed_ND,
                gradients);
        }
        if (pass.model().experts().isPresent()) {
            experts.backward(layer, dBranch, own.feedForwardNormed_ND, own.experts, dNormed_ND, adds, gradients);
        }
        norm.backward(dNormed_ND, own.middle_ND, at.feedForwardNorm(), own.feedForward, dx_ND, true, gradients);
    }

    private void attentionBackward(int layer, float[] gradients) {
        Layer at = pass.at().layers[layer];
        LayerBuffers own = layers[layer];
        Architecture model = pass.model();
        int rows = pass.rows();
        int width = model.width();
        int out = model.queryWidth();
        int qkv = model.qkvWidth();
        Products products = pass.products();
        float[] dBranch = branchGradient(attentionSite(layer), own.attentionOut_ND, at.attentionPostNorm(),
            own.attentionPost, gradients);
        bias.backward(dBranch, width, at.outputBias(), gradients);
        products.tn(width, out, rows, dBranch, 0, width, own.attended_NA, 0, out, gradients, at.output(), out, true);
        products.nn(rows, out, width, dBranch, 0, width, pass.weights(), at.output(), out, dWide, 0, out, false);
        pass.clock().lap(Part.ATTENTION_PRODUCTS);
        attention.backward(layer, own, dWide, gradients);
        bias.backward(own.qkv_NQ, qkv, at.qkvBias(), gradients);
        products.tn(qkv, width, rows, own.qkv_NQ, 0, qkv, own.attentionNormed_ND, 0, width, gradients, at.qkv(), width,
            true);
        products.nn(rows, width, qkv, own.qkv_NQ, 0, qkv, pass.weights(), at.qkv(), width, dNormed_ND, 0, width, false);
        pass.clock().lap(Part.ATTENTION_PRODUCTS);
        norm.backward(dNormed_ND, own.x_ND, at.attentionNorm(), own.attention, dx_ND, true, gradients);
    }

    private void checkTokens(int[] tokens_N) {
        checkLength("tokens", tokens_N);
        for (int token : tokens_N) {
            if (token < 0 || token >= pass.model().vocabulary()) {
                throw new ModelException("model: token " + token + " is outside the vocabulary of "
                    + pass.model().vocabulary());
            }
        }
    }

    private void checkTargets(int[] targets_N) {
        checkLength("targets", targets_N);
        for (int target : targets_N) {
            if (target < -1 || target >= pass.model().vocabulary()) {
                throw new ModelException("model: target " + target + " is neither -1 nor in the vocabulary of "
                    + pass.model().vocabulary());
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
