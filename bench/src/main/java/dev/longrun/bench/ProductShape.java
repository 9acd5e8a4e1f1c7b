package dev.longrun.bench;

import java.util.List;

/**
 * A linear layer over a batch.
 *
 * @param tokens rows of the batch
 * @param inputs what the layer reads of a token
 * @param outputs what it gives for a token
 * @param where what it is for
 */
record ProductShape(int tokens, int inputs, int outputs, String where) {

    /** What models of 1.34M, 13.87M and 91M parameters are made of, and a large square. */
    static final List<ProductShape> TRAINING = List.of(
        new ProductShape(4096, 128, 384, "qkv, width 128"),
        new ProductShape(4096, 128, 128, "attention output, width 128"),
        new ProductShape(4096, 128, 512, "feed-forward in, width 128"),
        new ProductShape(4096, 512, 128, "feed-forward out, width 128"),
        new ProductShape(4096, 128, 4096, "head, width 128"),
        new ProductShape(4096, 384, 1152, "qkv, width 384"),
        new ProductShape(4096, 384, 384, "attention output, width 384"),
        new ProductShape(4096, 384, 1536, "feed-forward in, width 384"),
        new ProductShape(4096, 1536, 384, "feed-forward out, width 384"),
        new ProductShape(4096, 384, 8192, "head, width 384"),
        new ProductShape(2048, 768, 2304, "qkv, width 768"),
        new ProductShape(2048, 768, 768, "attention output, width 768"),
        new ProductShape(2048, 768, 3072, "feed-forward in, width 768"),
        new ProductShape(2048, 3072, 768, "feed-forward out, width 768"),
        new ProductShape(2048, 2048, 2048, "square"));

    /** FLOP of any of the three products, a multiply-add counted as two. */
    double flop() {
        return 2.0 * tokens * inputs * outputs;
    }

    String label() {
        return tokens + " x " + inputs + " x " + outputs;
    }

    /** The product of {@code kind}: tokens are the rows, except for weight gradients, which sum over them. */
    Product product(Kind kind) {
        return switch (kind) {
            case NN, NT -> new Product(kind, tokens, outputs, inputs);
            case TN -> new Product(kind, outputs, inputs, tokens);
        };
    }
}
