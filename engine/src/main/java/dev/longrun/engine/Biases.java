package dev.longrun.engine;

import dev.longrun.tensor.Kernels;

/** Biases of products; an empty one is none. */
final class Biases {

    private Biases() {
    }

    static void add(Kernels kernels, float[] bias, float[] y, int stride, int rows) {
        for (int row = 0; row < rows && bias.length > 0; row++) {
            kernels.add(bias, 0, y, row * stride, bias.length);
        }
    }
}
