package dev.longrun.weights;

/**
 * Q4_0, Q4_1, Q5_0, Q5_1: 32 values as f16 scale d, for the {@code _1} types f16 minimum m, for five bits an u32 whose
 * bit j is the fifth of value j, then 16 bytes: low nibbles are values 0 to 15, high ones 16 to 31. Value d (q - 8) or
 * d (q - 16); with a minimum d q + m.
 */
final class LegacyCodec implements Codec {

    private static final int VALUES = 32;

    private final int bits;
    private final boolean minimum;

    LegacyCodec(int bits, boolean minimum) {
        this.bits = bits;
        this.minimum = minimum;
    }

    private int fifths(int at) {
        return at + (minimum ? 4 : 2);
    }

    private int nibbles(int at) {
        return fifths(at) + (bits == 5 ? 4 : 0);
    }

    @Override
    public void decode(byte[] block, int at, float[] into, int to) {
        float d = Codec.half(block, at);
        // Added to all; minus zero leaves even the sign of a zero alone.
        float m = minimum ? Codec.half(block, at + 2) : -0f;
        int middle = minimum ? 0 : 1 << bits - 1;
        int high = bits == 5 ? (int) INT.get(block, fifths(at)) : 0;
        for (int i = 0; i < VALUES; i++) {
            int packed = block[nibbles(at) + i % 16];
            int q = (i < 16 ? packed & 15 : packed >> 4 & 15) | (high >>> i & 1) << 4;
            into[to + i] = (q - middle) * d + m;
        }
    }

    @Override
    public void encode(float[] values, int from, byte[] into, int to) {
        float low = Float.MAX_VALUE;
        float top = -Float.MAX_VALUE;
        float largest = 0;
        for (int i = 0; i < VALUES; i++) {
            float value = values[from + i];
            low = value < low ? value : low;
            top = value > top ? value : top;
            largest = Math.abs(value) > Math.abs(largest) ? value : largest;
        }
        int most = (1 << bits) - 1;
        float d = minimum ? (top - low) / most : largest / -(1 << bits - 1);
        float inverse = d != 0 ? 1 / d : 0;
        float zero = minimum ? low : 0;
        float half = minimum ? 0.5f : (1 << bits - 1) + 0.5f;
        Codec.half(into, to, d);
        if (minimum) {
            Codec.half(into, to + 2, low);
        }
        int high = 0;
        for (int i = 0; i < 16; i++) {
            int first = Math.min(most, (byte) (int) ((values[from + i] - zero) * inverse + half));
            int second = Math.min(most, (byte) (int) ((values[from + 16 + i] - zero) * inverse + half));
            into[nibbles(to) + i] = (byte) (first & 15 | (second & 15) << 4);
            high |= first >> 4 << i | second >> 4 << i + 16;
        }
        if (bits == 5) {
            INT.set(into, fifths(to), high);
        }
    }
}
