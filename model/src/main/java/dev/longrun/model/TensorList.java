package dev.longrun.model;

import dev.longrun.model.Architecture.Experts;
import dev.longrun.model.Architecture.Learned;
import dev.longrun.model.Architecture.Norm;
import java.util.ArrayList;
import java.util.List;

/**
 * The tensors of an {@link Architecture}, in the order in which they lie in memory: queries, keys and values one after
 * another, so that they are one matrix [Q, D], and so gate and up of a layer or of an expert [W, D].
 */
final class TensorList {

    /**
     * One tensor.
     *
     * @param layer -1 for one of the whole model
     * @param expert -1 for one that is no expert's
     * @param bias whether it is the bias of the matrix or norm of that role
     * @param shape [out, in], or [n]
     */
    record Tensor(TensorRole role, int layer, int expert, boolean bias, int... shape) {
    }

    private final Architecture model;
    private final boolean fused;
    private final List<Tensor> list = new ArrayList<>();

    TensorList(Architecture model) {
        this.model = model;
        fused = HfFamily.of(model.family()).fused();
        int width = model.width();
        add(TensorRole.EMBEDDING, -1, -1, model.vocabulary(), width);
        if (model.positions() instanceof Learned) {
            add(TensorRole.POSITIONS, -1, -1, model.context(), width);
        }
        for (int layer = 0; layer < model.layers(); layer++) {
            attention(layer);
            feedForward(layer);
        }
        norm(TensorRole.FINAL_NORM, -1, width);
        if (!model.tiedHead()) {
            add(TensorRole.HEAD, -1, -1, model.vocabulary(), width);
        }
    }

    List<Tensor> list() {
        return list;
    }

    /** Numbers in all tensors together. */
    long elements() {
        long sum = 0;
        for (Tensor tensor : list) {
            long elements = 1;
            for (int axis : tensor.shape) {
                elements *= axis;
            }
            sum += elements;
        }
        return sum;
    }

    private void attention(int layer) {
        int width = model.width();
        norm(TensorRole.ATTENTION_NORM, layer, width);
        int queries = model.queryWidth();
        int keys = model.heads().kv() * model.heads().width();
        if (fused) {
            matrix(TensorRole.QUERY_KEY_VALUE, layer, model.qkvWidth(), width);
        } else {
            matrix(TensorRole.QUERY, layer, queries, width);
            matrix(TensorRole.KEY, layer, keys, width);
            matrix(TensorRole.VALUE, layer, keys, width);
        }
        if (model.heads().inputBias()) {
            if (fused) {
                bias(TensorRole.QUERY_KEY_VALUE, layer, model.qkvWidth());
            } else {
                bias(TensorRole.QUERY, layer, queries);
                bias(TensorRole.KEY, layer, keys);
                bias(TensorRole.VALUE, layer, keys);
            }
        }
        if (model.norms().queryKey()) {
            norm(TensorRole.QUERY_NORM, layer, model.heads().width());
            norm(TensorRole.KEY_NORM, layer, model.heads().width());
        }
        matrix(TensorRole.OUTPUT, layer, width, queries);
        if (model.heads().outputBias()) {
            bias(TensorRole.OUTPUT, layer, width);
        }
        if (model.norms().post()) {
            norm(TensorRole.ATTENTION_POST_NORM, layer, width);
        }
    }

    private void feedForward(int layer) {
        int width = model.width();
        norm(TensorRole.FEED_FORWARD_NORM, layer, width);
        int hidden = model.feedForward().width();
        boolean gated = model.feedForward().activation().gated();
        if (hidden > 0) {
            if (gated) {
                matrix(TensorRole.GATE, layer, hidden, width);
            }
            matrix(TensorRole.UP, layer, hidden, width);
            if (model.feedForward().bias()) {
                if (gated) {
                    bias(TensorRole.GATE, layer, hidden);
                }
                bias(TensorRole.UP, layer, hidden);
            }
            matrix(TensorRole.DOWN, layer, width, hidden);
            if (model.feedForward().bias()) {
                bias(TensorRole.DOWN, layer, width);
            }
        }
        if (model.experts().isPresent()) {
            Experts experts = model.experts().get();
            matrix(TensorRole.ROUTER, layer, experts.count(), width);
            for (int expert = 0; expert < experts.count(); expert++) {
                if (gated) {
                    add(TensorRole.EXPERT_GATE, layer, expert, experts.width(), width);
                }
                add(TensorRole.EXPERT_UP, layer, expert, experts.width(), width);
                add(TensorRole.EXPERT_DOWN, layer, expert, width, experts.width());
            }
        }
        if (model.norms().post()) {
            norm(TensorRole.FEED_FORWARD_POST_NORM, layer, width);
        }
    }

    private void norm(TensorRole role, int layer, int width) {
        add(role, layer, -1, width);
        if (model.norms().kind() == Norm.LAYER) {
            bias(role, layer, width);
        }
    }

    private void matrix(TensorRole role, int layer, int out, int in) {
        add(role, layer, -1, out, in);
    }

    private void bias(TensorRole role, int layer, int width) {
        list.add(new Tensor(role, layer, -1, true, width));
    }

    private void add(TensorRole role, int layer, int expert, int... shape) {
        list.add(new Tensor(role, layer, expert, false, shape));
    }
}
