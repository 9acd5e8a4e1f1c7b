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
        products.add(new Product(Part.ATTENTION, "query", shape.width(), queries, layers));
        products.add(new Product(Part.ATTENTION, "key", shape.width(), keys, layers));
        products.add(new Product(Part.ATTENTION, "value", shape.width(), keys, layers));
        products.add(new Product(Part.ATTENTION, "output", queries, shape.width(), layers));
        if (shape.activation() == Activation.SWIGLU) {
            products.add(new Product(Part.FEED_FORWARD, "gate", shape.width(), shape.ffnWidth(), layers));
        }
        products.add(new Product(Part.FEED_FORWARD, "up", shape.width(), shape.ffnWidth(), layers));
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
