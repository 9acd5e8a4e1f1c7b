package dev.longrun.plan;

import dev.longrun.run.ModelShape;
import java.util.ArrayList;
import java.util.List;

/**
 * Floats that one elementwise operation reads and writes for a token, in a layer or once; matrix products and attention
 * bring their own. An operation that reads a and b and writes c moves three times its width.
 *
 * @param forward floats moved in the forward pass
 * @param backward floats moved in the backward pass
 * @param count times a token: the layers, or 1
 */
record Traffic(String name, long forward, long backward, int count) {

    static List<Traffic> of(ModelShape shape) {
        int layers = shape.layers();
        long width = shape.width();
        long queries = (long) shape.heads() * shape.headWidth();
        long keys = (long) shape.kvHeads() * shape.headWidth();
        long chosen = ClusterModel.chosenExperts(shape);
        long hidden = shape.denseWidth() + chosen * shape.expertWidth().orElse(shape.ffnWidth());
        List<Traffic> list = new ArrayList<>();
        // Norm: read x, write its norm and a copy; back: read x, dy and the residual's gradient, write it.
        list.add(new Traffic("norms", 2 * 3 * width, 2 * 4 * width, layers));
        list.add(new Traffic("products that add to the residual", 2 * width, 0, layers));
        list.add(new Traffic("rotary embedding", 2 * (queries + keys), 2 * (queries + keys), layers));
        if (shape.family().postNorms()) {
            list.add(new Traffic("norms of what blocks add", 2 * 5 * width, 2 * 4 * width, layers));
        }
        if (chosen > 0) {
            // Rows sorted by expert and added up; back: two kinds sorted, weighed and added up.
            list.add(new Traffic("rows by expert", 5 * chosen * width, 10 * chosen * width, layers));
        }
        if (shape.qkNorm()) {
            list.add(new Traffic("query and key norms", 4 * (queries + keys), 4 * (queries + keys), layers));
        }
        if (shape.activation().inputs() == 2) {
            // Read gate and up, write the product; back: read both and its gradient, write both gradients.
            list.add(new Traffic("act(gate) x up", 3 * hidden, 5 * hidden, layers));
        } else {
            list.add(new Traffic("activation", 2 * hidden, 3 * hidden, layers));
        }
        list.add(new Traffic("embedding", 2 * width, 3 * width, 1));
        list.add(new Traffic("last norm", 2 * width, 3 * width, 1));
        // Largest, sum of exponentials, then probability less one: three sweeps over the logits.
        list.add(new Traffic("softmax and loss", 2L * shape.vocabulary(), 2L * shape.vocabulary(), 1));
        return list;
    }

    static double forwardBytes(ModelShape shape) {
        return 4.0 * of(shape).stream().mapToLong(each -> each.forward() * each.count()).sum();
    }

    static double trainingBytes(ModelShape shape) {
        return 4.0 * of(shape).stream().mapToLong(each -> (each.forward() + each.backward()) * each.count()).sum();
    }
}
