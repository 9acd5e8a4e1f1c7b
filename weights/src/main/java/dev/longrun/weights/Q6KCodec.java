package dev.longrun.weights;

import java.util.Arrays;

/**
 * Q6_K: 256 values in sixteen groups of 16; value d s (q - 32). In order: 128 bytes of low nibbles, 64 of two high
 * bits, 16 signed bytes s, f16 d. Of each half of 128, value l + 32 k (l below 32) has its low bits in byte l, for odd
 * k l + 32, of the half, in the low nibble for k below 2, and its high bits at 2 k of byte l.
 */
final class Q6KCodec implements Codec {

    private static final int GROUPS = 16;
    private static final int GROUP = 16;
    private static final int HIGH = 128;
    private static final int SCALES = 192;
    private static final int D = 208;
    private static final int BYTES = 210;

    @Override
    public void decode(byte[] block, int at, float[] into, int to) {
        float d = Codec.half(block, at + D);
        for (int i = 0; i < GROUPS * GROUP; i++) {
            int low = block[at + low(i)] >> shift(i) & 15;
            int high = block[at + high(i)] >> highShift(i) & 3;
            into[to + i] = d * block[at + SCALES + i / GROUP] * ((low | high << 4) - 32);
        }
    }

    private static int low(int value) {
        return value / 128 * 64 + value % 64;
    }

    private static int shift(int value) {
        return value % 128 / 64 * 4;
    }

    private static int high(int value) {
        return HIGH + value / 128 * 32 + value % 32;
    }

    private static int highShift(int value) {
        return value % 128 / 32 * 2;
    }

    @Override
    public void encode(float[] values, int from, byte[] into, int to) {
        Arrays.fill(into, to, to + BYTES, (byte) 0);
        float[] scales = new float[GROUPS];
        int[] levels = new int[GROUPS * GROUP];
        float top = 0;
        for (int group = 0; group < GROUPS; group++) {
            scales[group] = Scales.symmetric(GROUP, 32, values, from + group * GROUP, levels, group * GROUP);
            top = Math.abs(scales[group]) > Math.abs(top) ? scales[group] : top;
        }
        if (Math.abs(top) < Scales.NOTHING) {
            return;
        }
        float inverse = -128 / top;
        Codec.half(into, to + D, 1 / inverse);
        for (int group = 0; group < GROUPS; group++) {
            into[to + SCALES + group] = (byte) Math.min(127, Scales.nearest(inverse * scales[group]));
        }
        for (int i = 0; i < GROUPS * GROUP; i++) {
            float step = Codec.half(into, to + D) * into[to + SCALES + i / GROUP];
            // A step of nothing keeps what the search found, though it no longer matters.
            int q = step == 0 ? levels[i] : 32 + Math.max(-32, Math.min(31, Scales.nearest(values[from + i] / step)));
            into[to + low(i)] |= (byte) ((q & 15) << shift(i));
            into[to + high(i)] |= (byte) (q >> 4 << highShift(i));
        }
    }
}
