package dev.longrun.model;

/**
 * Cosines and sines of the rotary embedding (arXiv 2104.09864), [positions, half]: the angle of pair {@code i} at
 * position {@code p} is {@code p * base^(-2 i / headWidth)}. Reckoned in double by StrictMath: the same on any machine.
 */
final class RopeTable {

    final float[] cos;
    final float[] sin;
    final int half;

    RopeTable(Buffers buffers, int positions, int headWidth, double base) {
        half = headWidth / 2;
        cos = buffers.floats(positions, half);
        sin = buffers.floats(positions, half);
        for (int i = 0; i < half; i++) {
            double frequency = StrictMath.pow(base, -2.0 * i / headWidth);
            for (int position = 0; position < positions; position++) {
                cos[position * half + i] = (float) StrictMath.cos(position * frequency);
                sin[position * half + i] = (float) StrictMath.sin(position * frequency);
            }
        }
    }
}
