package dev.longrun.model;

import dev.longrun.model.Architecture.Rotary;
import dev.longrun.tensor.Kernels;
import java.util.Arrays;

/**
 * Cosines and sines of the rotary embedding (arXiv 2104.09864), [positions, half]: the angle of pair {@code i} at
 * position {@code p} is {@code p * base^(-2 i / headWidth)}, scaled. Reckoned in double by StrictMath: the same on any
 * machine. A model without has an empty one.
 */
final class RopeTable {

    final float[] cos;
    final float[] sin;
    final int half;

    private RopeTable(Buffers buffers, int positions, int headWidth, double base, RopeScaling scaling) {
        half = headWidth / 2;
        cos = buffers.floats(positions, half);
        sin = buffers.floats(positions, half);
        for (int i = 0; i < half; i++) {
            double frequency = StrictMath.pow(base, -2.0 * i / headWidth) * scaling.factor(i, headWidth, base);
            for (int position = 0; position < positions; position++) {
                cos[position * half + i] = (float) (StrictMath.cos(position * frequency) * scaling.magnitude());
                sin[position * half + i] = (float) (StrictMath.sin(position * frequency) * scaling.magnitude());
            }
        }
    }

    /** One table a layer; layers that turn alike share one. */
    static RopeTable[] of(Buffers buffers, Architecture model, int positions) {
        RopeTable[] tables = new RopeTable[model.layers()];
        if (model.positions() instanceof Rotary rotary) {
            boolean two = rotary.windowedBase() != 0 && model.windows().stream().anyMatch(window -> window > 0);
            RopeTable full = new RopeTable(buffers, positions, model.heads().width(), rotary.base(), rotary.scaling());
            RopeTable windowed = two ? new RopeTable(buffers, positions, model.heads().width(), rotary.windowedBase(),
                new RopeScaling.None()) : full;
            for (int layer = 0; layer < tables.length; layer++) {
                tables[layer] = model.windows().get(layer) > 0 ? windowed : full;
            }
        } else {
            Arrays.fill(tables, new RopeTable(buffers, 0, 0, 1, new RopeScaling.None()));
        }
        return tables;
    }

    /** Turns a head's vector at a position, or with {@code sign} -1 its gradient back. */
    void turn(Kernels kernels, float[] x, int at, int position, float sign) {
        if (half > 0) {
            kernels.rope(x, at, cos, sin, position * half, 2 * half, sign);
        }
    }
}
