package dev.longrun.weights;

/**
 * MXFP4 (OCP Microscaling Formats 1.0): 32 values as a scale 2^(e - 127), e a byte, and nibbles that stand for the
 * values of E2M1; low nibbles are values 0 to 15, high ones 16 to 31. As ggml has it, e is the exponent of the largest
 * magnitude less 2.
 */
final class Mxfp4Codec implements Codec {

    private static final int VALUES = 32;
    /** Twice the values of E2M1. */
    private static final byte[] TWICE = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

    @Override
    public void decode(byte[] block, int at, float[] into, int to) {
        float half = halfScale(block[at] & 255);
        for (int i = 0; i < VALUES; i++) {
            into[to + i] = TWICE[block[at + 1 + i % 16] >> i / 16 * 4 & 15] * half;
        }
    }

    /** 2^(e - 128). */
    private static float halfScale(int e) {
        return (float) Math.scalb(1.0, e - 128);
    }

    @Override
    public void encode(float[] values, int from, byte[] into, int to) {
        float largest = 0;
        for (int i = 0; i < VALUES; i++) {
            largest = Math.max(largest, Math.abs(values[from + i]));
        }
        int e = largest > 0 ? log2(largest) - 2 + 127 & 255 : 0;
        into[to] = (byte) e;
        float half = halfScale(e);
        for (int i = 0; i < 16; i++) {
            into[to + 1 + i] = (byte) (nearest(values[from + i], half) | nearest(values[from + 16 + i], half) << 4);
        }
    }

    /** The floor of the logarithm as a float has it: just below a power of two it may already be that power's. */
    private static int log2(float value) {
        return (int) Math.floor((float) (StrictMath.log(value) / StrictMath.log(2)));
    }

    /** The first nibble of those that err least. */
    private static int nearest(float value, float half) {
        int best = 0;
        float least = Math.abs(TWICE[0] * half - value);
        for (int nibble = 1; nibble < TWICE.length; nibble++) {
            float error = Math.abs(TWICE[nibble] * half - value);
            if (error < least) {
                best = nibble;
                least = error;
            }
        }
        return best;
    }
}
