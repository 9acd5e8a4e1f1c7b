package dev.longrun.model;

import dev.longrun.tensor.ThreadTeam;

/** The matrices of a Llama as {@link Panels}: a copy for decoding. Axes as in {@link PassContext}. */
final class DecoderWeights {

    final Layer[] layers;
    /** D to V. */
    final Panels head;

    /** qkv D to Q, output A to D, gateUp D to W, down F to D. */
    record Layer(Panels qkv, Panels output, Panels gateUp, Panels down) {
    }

    DecoderWeights(Llama model, ThreadTeam team) {
        LlamaConfig config = model.config();
        LlamaWeights at = model.weights();
        float[] values = model.parameters().values();
        int width = config.width();
        layers = new Layer[config.layers()];
        team.run(layers.length, (layer, worker) -> {
            LlamaWeights.Layer own = at.layers[layer];
            layers[layer] = new Layer(Panels.of(values, own.qkv(), config.qkvWidth(), width),
                Panels.of(values, own.output(), width, config.queryWidth()),
                Panels.of(values, own.gateUp(), config.hiddenWidth(), width),
                Panels.of(values, own.down(), width, config.ffnWidth()));
        });
        head = Panels.of(values, at.head, config.vocabulary(), width);
    }
}
