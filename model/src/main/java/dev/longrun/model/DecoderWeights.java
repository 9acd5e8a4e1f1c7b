package dev.longrun.model;

import dev.longrun.tensor.ThreadTeam;

/**
 * The matrices of a Llama turned to [in, out], so that the product of a single row reads them in the order in which
 * they lie. The bits of a product do not depend on the form. Axes as in {@link PassContext}.
 */
final class DecoderWeights {

    private static final int TILE = 32;

    final Layer[] layers;
    /** [D, V]. */
    final float[] head;

    /** qkv [D, Q], output [A, D], gateUp [D, W], down [F, D]. */
    record Layer(float[] qkv, float[] output, float[] gateUp, float[] down) {
    }

    DecoderWeights(Llama model, ThreadTeam team) {
        LlamaConfig config = model.config();
        LlamaWeights at = model.weights();
        float[] values = model.parameters().values();
        int width = config.width();
        layers = new Layer[config.layers()];
        team.run(layers.length, (layer, worker) -> {
            LlamaWeights.Layer own = at.layers[layer];
            layers[layer] = new Layer(turned(values, own.qkv(), config.qkvWidth(), width),
                turned(values, own.output(), width, config.queryWidth()),
                turned(values, own.gateUp(), config.hiddenWidth(), width),
                turned(values, own.down(), width, config.ffnWidth()));
        });
        head = turned(values, at.head, config.vocabulary(), width);
    }

    /** The transpose [columns, rows] of the matrix [rows, columns] at {@code at}, by tiles that fit a cache. */
    private static float[] turned(float[] values, int at, int rows, int columns) {
        float[] turned = new float[rows * columns];
        for (int row0 = 0; row0 < rows; row0 += TILE) {
            int rowEnd = Math.min(row0 + TILE, rows);
            for (int column0 = 0; column0 < columns; column0 += TILE) {
                int columnEnd = Math.min(column0 + TILE, columns);
                for (int column = column0; column < columnEnd; column++) {
                    for (int row = row0; row < rowEnd; row++) {
                        turned[column * rows + row] = values[at + row * columns + column];
                    }
                }
            }
        }
        return turned;
    }
}
