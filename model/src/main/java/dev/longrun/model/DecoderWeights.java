package dev.longrun.model;

import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.PackedMatrix;

/** The matrices of a model packed for products: a copy for decoding. Axes as in {@link PassContext}. */
final class DecoderWeights {

    final Layer[] layers;
    /** D to V. */
    final PackedMatrix head;

    /** qkv D to Q, output A to D; dense or an expert's gateUp D to W, down F to D, none where there is no dense one. */
    record Layer(PackedMatrix qkv, PackedMatrix output, PackedMatrix[] gateUp, PackedMatrix[] down,
        PackedMatrix[] expertGateUp, PackedMatrix[] expertDown) {
    }

    private final Model model;

    DecoderWeights(Model model) {
        this.model = model;
        Architecture shape = model.architecture();
        int width = shape.width();
        int hidden = shape.feedForward().width();
        int experts = shape.experts().map(Architecture.Experts::count).orElse(0);
        int expertWidth = shape.experts().map(Architecture.Experts::width).orElse(0);
        layers = new Layer[shape.layers()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = new Layer(new PackedMatrix(width, shape.qkvWidth()),
                new PackedMatrix(shape.queryWidth(), width),
                packed(hidden > 0 ? 1 : 0, width, shape.inputWidth(hidden)), packed(hidden > 0 ? 1 : 0, hidden, width),
                packed(experts, width, shape.inputWidth(expertWidth)), packed(experts, expertWidth, width));
        }
        head = new PackedMatrix(width, shape.vocabulary());
    }

    private static PackedMatrix[] packed(int count, int k, int n) {
        PackedMatrix[] matrices = new PackedMatrix[count];
        for (int i = 0; i < count; i++) {
            matrices[i] = new PackedMatrix(k, n);
        }
        return matrices;
    }

    /** Takes the model's numbers as they are now. */
    void load(MatMul products) {
        Architecture shape = model.architecture();
        Weights at = model.weights();
        float[] values = model.parameters().values();
        int width = shape.width();
        int expertWidth = shape.experts().map(Architecture.Experts::width).orElse(0);
        for (int layer = 0; layer < layers.length; layer++) {
            Weights.Layer from = at.layers[layer];
            Layer own = layers[layer];
            products.pack(true, values, from.qkv(), width, own.qkv());
            products.pack(true, values, from.output(), shape.queryWidth(), own.output());
            for (int i = 0; i < own.gateUp.length; i++) {
                products.pack(true, values, from.gateUp(), width, own.gateUp()[i]);
                products.pack(true, values, from.down(), shape.feedForward().width(), own.down()[i]);
            }
            for (int expert = 0; expert < own.expertGateUp.length; expert++) {
                products.pack(true, values, from.expertGateUp()[expert], width, own.expertGateUp()[expert]);
                products.pack(true, values, from.expertDown()[expert], expertWidth, own.expertDown()[expert]);
            }
        }
        products.pack(true, values, at.head, width, head);
    }
}
