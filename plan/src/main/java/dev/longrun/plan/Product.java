package dev.longrun.plan;

import dev.longrun.run.ModelShape;
import dev.longrun.run.ModelShape.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * A weight matrix of the model and the product it takes part in: [tokens, in] x [in, out], {@code count} times a token.
 * The one list that parameters, FLOP, step time and activations are all counted from.
 */
record Product(Part part, String name, int in, int out, int count) {

    /** Groups of matrices. */
    enum Part { ATTENTION, FEED_FORWARD, HEAD }

    /** All products of a token's way through the model, those of a layer first; the head's last. */
    static List<Product> of(ModelShape shape) {
        int queries = shape.heads() * shape.headWidth();
        int keys = shape.kvHeads() * shape.headWidth();
        int layers = shape.layers();
        List<Product> products = new ArrayList<>();
        // One product for what has one input: query, key and value; gate and up.
        products.add(new Product(Part.ATTENTION, "query, key, value", shape.width(), queries + 2 * keys, layers));
        products.add(new Product(Part.ATTENTION, "output", queries, shape.width(), layers));
        int gates = shape.activation() == Activation.SWIGLU ? 2 : 1;
        products.add(new Product(Part.FEED_FORWARD, "gate, up", shape.width(), gates * shape.ffnWidth(), layers));
        products.add(new Product(Part.FEED_FORWARD, "down", shape.ffnWidth(), shape.width(), layers));
        products.add(new Product(Part.HEAD, "head", shape.width(), shape.vocabulary(), 1));
        return products;
    }

    /** Weights in all {@code count} matrices. */
    long weights() {
        return (long) in * out * count;
    }

    static long weights(List<Product> products, Part part) {
        return products.stream().filter(product -> product.part() == part).mapToLong(Product::weights).sum();
    }
}
