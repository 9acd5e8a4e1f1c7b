package dev.longrun.model;

import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.PackedMatrix;

/** The matrices of a Llama packed for products: a copy for decoding. Axes as in {@link PassContext}. */
final class DecoderWeights {

    final Layer[] layers;
    /** D to V. */
    final PackedMatrix head;

    /** qkv D to Q, output A to D, gateUp D to W, down F to D. */
    record Layer(PackedMatrix qkv, PackedMatrix output, PackedMatrix gateUp, PackedMatrix down) {
    }

    private final Llama model;

    DecoderWeights(Llama model) {
        this.model = model;
        LlamaConfig config = model.config();
        int width = config.width();
        layers = new Layer[config.layers()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = new Layer(new PackedMatrix(width, config.qkvWidth()),
                new PackedMatrix(config.queryWidth(), width), new PackedMatrix(width, config.hiddenWidth()),
                new PackedMatrix(config.ffnWidth(), width));
        }
        head = new PackedMatrix(width, config.vocabulary());
    }

    /** Takes the model's numbers as they are now. */
    void load(MatMul products) {
        LlamaConfig config = model.config();
        LlamaWeights at = model.weights();
        float[] values = model.parameters().values();
        for (int layer = 0; layer < layers.length; layer++) {
            LlamaWeights.Layer from = at.layers[layer];
            Layer own = layers[layer];
            products.pack(true, values, from.qkv(), config.width(), own.qkv());
            products.pack(true, values, from.output(), config.queryWidth(), own.output());
            products.pack(true, values, from.gateUp(), config.width(), own.gateUp());
            products.pack(true, values, from.down(), config.ffnWidth(), own.down());
        }
        products.pack(true, values, at.head, config.width(), head);
    }
}
