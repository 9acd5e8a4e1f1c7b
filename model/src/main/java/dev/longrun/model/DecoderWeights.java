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

    DecoderWeights(Llama model, MatMul products) {
        LlamaConfig config = model.config();
        LlamaWeights at = model.weights();
        float[] values = model.parameters().values();
        int width = config.width();
        layers = new Layer[config.layers()];
        for (int layer = 0; layer < layers.length; layer++) {
            LlamaWeights.Layer own = at.layers[layer];
            layers[layer] = new Layer(packed(products, values, own.qkv(), width, config.qkvWidth()),
                packed(products, values, own.output(), config.queryWidth(), width),
                packed(products, values, own.gateUp(), width, config.hiddenWidth()),
                packed(products, values, own.down(), config.ffnWidth(), width));
        }
        head = packed(products, values, at.head, width, config.vocabulary());
    }

    /** The matrix [out, in] at {@code at}. */
    private static PackedMatrix packed(MatMul products, float[] values, int at, int in, int out) {
        PackedMatrix matrix = new PackedMatrix(in, out);
        products.pack(true, values, at, in, matrix);
        return matrix;
    }
}
