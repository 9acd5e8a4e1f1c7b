package dev.longrun.weights;

/** Q8_0: 32 values as f16 scale d and 32 signed bytes q; value d q, d = largest magnitude / 127. */
final class Q8Codec implements Codec {

    private static final int VALUES = 32;

    @Override
    public void decode(byte[] block, int at, float[] into, int to) {
        float d = Codec.half(block, at);
        for (int i = 0; i < VALUES; i++) {
            into[to + i] = block[at + 2 + i] * d;
        }
    }

    @Override
    public void encode(float[] values, int from, byte[] into, int to) {
        float largest = 0;
        for (int i = 0; i < VALUES; i++) {
            largest = Math.max(largest, Math.abs(values[from + i]));
        }
        float d = largest / 127;
        float inverse = d != 0 ? 1 / d : 0;
        Codec.half(into, to, d);
        for (int i = 0; i < VALUES; i++) {
            into[to + 2 + i] = (byte) roundHalfAway(values[from + i] * inverse);
        }
    }

    /** C's {@code roundf} for what fits a byte: the fraction is exact, so nothing is rounded twice. */
    private static int roundHalfAway(float value) {
        int whole = (int) value;
        float rest = value - whole;
        return rest >= 0.5f ? whole + 1 : rest <= -0.5f ? whole - 1 : whole;
    }
}
