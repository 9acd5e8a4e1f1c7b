package dev.longrun.model;

import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.Products;
import dev.longrun.tensor.ThreadTeam;

/**
 * What every part of a training pass works with. Axes, in the names of buffers: B sequences, T context, N = B T rows,
 * D width, H query heads, G key-value heads, h head width, A = H h, Q = (H + 2 G) h, F feed-forward width, W = 2 F when
 * gated and F otherwise, V vocabulary, L layers; E experts, K of them a token, M = N K rows sorted by expert.
 *
 * @param products of the linear layers
 * @param exact products in f32, for routers
 */
record PassContext(ThreadTeam team, Products products, Products exact, Kernels kernels, Buffers buffers,
    Architecture model, Weights at, float[] weights, Weights.Gains gains, int sequences, int context,
    PassClock clock) {

    /** Rows that one task of an elementwise pass takes; fixed, because gains' gradients are summed by these slices. */
    static final int ROWS = 64;

    /** N. */
    int rows() {
        return sequences * context;
    }

    static int tasks(int rows) {
        return (rows + ROWS - 1) / ROWS;
    }

    /** Products for one worker inside a task. */
    MatMul[] workerProducts() {
        MatMul[] products = new MatMul[team.size()];
        for (int worker = 0; worker < products.length; worker++) {
            products[worker] = new MatMul(new ThreadTeam(1));
        }
        return products;
    }
}
