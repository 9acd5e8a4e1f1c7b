package dev.longrun.plan;

import dev.longrun.cluster.Transformer;
import dev.longrun.cluster.Transformer.Experts;
import dev.longrun.cluster.Transformer.Latent;
import dev.longrun.run.ModelShape;
import java.util.ArrayList;
import java.util.List;

/**
 * A weight matrix of the model and the product it takes part in: [tokens, in] x [in, out], {@code count} times a token.
 * The one list that parameters, FLOP, step time and activations are all counted from.
 *
 * @param count matrices of this shape that a token is multiplied by
 * @param held matrices of this shape that there are; more than {@code count} where a token meets some experts of many
 */
record Product(Part part, String name, int in, int out, int count, int held) {

    /** Groups of matrices. */
    enum Part { ATTENTION, FEED_FORWARD, HEAD }

    private Product(Part part, String name, int in, int out, int count) {
        this(part, name, in, out, count, count);
    }

    /** All products of a token's way through the model, those of a layer first; the head's last. */
    static List<Product> of(ModelShape shape) {
        Transformer model = ClusterModel.of(shape);
        List<Product> products = new ArrayList<>();
        model.latent().ifPresentOrElse(latent -> latent(model, latent, products), () -> attention(model, products));
        int experts = model.experts().map(mixture -> model.layers() - mixture.denseLayers()).orElse(0);
        int dense = model.layers() - experts;
        int gates = model.gated() ? 2 : 1;
        if (dense > 0) {
            products.add(new Product(Part.FEED_FORWARD, "gate, up", model.width(), gates * model.ffnWidth(), dense));
            products.add(new Product(Part.FEED_FORWARD, "down", model.ffnWidth(), model.width(), dense));
        }
        model.experts().ifPresent(mixture -> experts(model, mixture, experts, products));
        products.add(new Product(Part.HEAD, "head", model.width(), model.vocabulary(), 1));
        return products;
    }

    /** One product for what has one input: query, key and value; gate and up. */
    private static void attention(Transformer model, List<Product> products) {
        int queries = model.heads() * model.headWidth();
        int keys = model.kvHeads() * model.headWidth();
        products.add(new Product(Part.ATTENTION, "query, key, value", model.width(), queries + 2 * keys,
            model.layers()));
        products.add(new Product(Part.ATTENTION, "output", queries, model.width(), model.layers()));
    }

    /** Multi-latent attention: queries, keys and values made from compressed ones (arXiv 2405.04434, section 2.1). */
    private static void latent(Transformer model, Latent latent, List<Product> products) {
        int queries = model.heads() * (latent.nopeWidth() + latent.ropeWidth());
        int values = model.heads() * latent.valueWidth();
        if (latent.queryRank() > 0) {
            products.add(new Product(Part.ATTENTION, "query, compressed", model.width(), latent.queryRank(),
                model.layers()));
        }
        products.add(new Product(Part.ATTENTION, "query", latent.queryRank() > 0 ? latent.queryRank() : model.width(),
            queries, model.layers()));
        products.add(new Product(Part.ATTENTION, "key and value, compressed; rotary key", model.width(),
            latent.keyRank() + latent.ropeWidth(), model.layers()));
        products.add(new Product(Part.ATTENTION, "key, value", latent.keyRank(),
            model.heads() * latent.nopeWidth() + values, model.layers()));
        products.add(new Product(Part.ATTENTION, "output", values, model.width(), model.layers()));
    }

    private static void experts(Transformer model, Experts mixture, int layers, List<Product> products) {
        int met = layers * (mixture.perToken() + mixture.shared());
        int held = layers * (mixture.count() + mixture.shared());
        int gates = model.gated() ? 2 : 1;
        products.add(new Product(Part.FEED_FORWARD, "router", model.width(), mixture.count(), layers));
        products.add(new Product(Part.FEED_FORWARD, "experts' gate, up", model.width(), gates * mixture.width(), met,
            held));
        products.add(new Product(Part.FEED_FORWARD, "experts' down", mixture.width(), model.width(), met, held));
    }

    /** Weights of the {@code count} matrices that a token is multiplied by. */
    long weights() {
        return (long) in * out * count;
    }

    /** Weights of all {@code held} matrices. */
    long stored() {
        return (long) in * out * held;
    }

    static long weights(List<Product> products, Part part) {
        return products.stream().filter(product -> product.part() == part).mapToLong(Product::weights).sum();
    }

    static long stored(List<Product> products, Part part) {
        return products.stream().filter(product -> product.part() == part).mapToLong(Product::stored).sum();
    }
}
