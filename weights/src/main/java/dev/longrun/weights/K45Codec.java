package dev.longrun.weights;

import java.util.Arrays;

/**
 * Q4_K and Q5_K: 256 values in eight groups of 32; value d s q - dmin m. In order: f16 d, f16 dmin, 12 bytes with eight
 * six-bit scales s and eight six-bit minima m, for Q5_K 32 bytes of fifth bits (bit k of byte l is that of value l of
 * group k), 128 bytes of nibbles (of each 64 values 32 bytes: low nibbles the first group, high ones the second).
 */
final class K45Codec implements Codec {

    private static final int GROUPS = 8;
    private static final int GROUP = 32;
    private static final int SCALES = 4;
    private static final int HIGH = 16;

    private final int bits;
    private final Scales.Search search;

    K45Codec(int bits) {
        this.bits = bits;
        search = bits == 4 ? new Scales.Search(15, -1f, 20) : new Scales.Search(31, -0.5f, 15);
    }

    private int nibbles(int at) {
        return at + HIGH + (bits == 5 ? GROUP : 0);
    }

    private static int scale(byte[] block, int at, int group) {
        int s = at + SCALES + group;
        return group < 4 ? block[s] & 63 : block[s + 4] & 15 | (block[s - 4] >> 6 & 3) << 4;
    }

    private static int minimum(byte[] block, int at, int group) {
        int s = at + SCALES + group;
        return group < 4 ? block[s + 4] & 63 : block[s + 4] >> 4 & 15 | (block[s] >> 6 & 3) << 4;
    }

    @Override
    public void decode(byte[] block, int at, float[] into, int to) {
        float d = Codec.half(block, at);
        float dmin = Codec.half(block, at + 2);
        for (int group = 0; group < GROUPS; group++) {
            float step = d * scale(block, at, group);
            float low = dmin * minimum(block, at, group);
            for (int i = 0; i < GROUP; i++) {
                int q = block[nibbles(at) + group / 2 * GROUP + i] >> group % 2 * 4 & 15;
                if (bits == 5) {
                    q |= (block[at + HIGH + i] >> group & 1) << 4;
                }
                into[to + group * GROUP + i] = step * q - low;
            }
        }
    }

    @Override
    public void encode(float[] values, int from, byte[] into, int to) {
        float[] scales = new float[GROUPS];
        float[] minima = new float[GROUPS];
        float topScale = 0;
        float topMinimum = 0;
        float[] weights = new float[GROUP];
        int[][] levels = new int[GROUPS][GROUP];
        for (int group = 0; group < GROUPS; group++) {
            weigh(values, from + group * GROUP, weights);
            scales[group] = Scales.withMinimum(search, values, from + group * GROUP, weights, levels[group], minima,
                group);
            topScale = scales[group] > topScale ? scales[group] : topScale;
            topMinimum = minima[group] > topMinimum ? minima[group] : topMinimum;
        }
        Arrays.fill(into, to, nibbles(to) + 128, (byte) 0);
        float inverseScale = topScale > 0 ? 63 / topScale : 0;
        float inverseMinimum = topMinimum > 0 ? 63 / topMinimum : 0;
        for (int group = 0; group < GROUPS; group++) {
            put(into, to, group, six(inverseScale * scales[group]), six(inverseMinimum * minima[group]));
        }
        Codec.half(into, to, topScale / 63);
        Codec.half(into, to + 2, topMinimum / 63);
        for (int group = 0; group < GROUPS; group++) {
            float step = Codec.half(into, to) * scale(into, to, group);
            float low = Codec.half(into, to + 2) * minimum(into, to, group);
            // A step of nothing keeps what the search found, though it no longer matters.
            for (int i = 0; i < GROUP && step != 0; i++) {
                levels[group][i] = Math.max(0, Math.min(search.most(),
                    Scales.nearest((values[from + group * GROUP + i] + low) / step)));
            }
            put(levels[group], group, into, to);
        }
    }

    private static void weigh(float[] values, int from, float[] weights) {
        float square = 0;
        for (int i = 0; i < GROUP; i++) {
            square += values[from + i] * values[from + i];
        }
        float mean = (float) Math.sqrt(square / GROUP);
        for (int i = 0; i < GROUP; i++) {
            weights[i] = mean + Math.abs(values[from + i]);
        }
    }

    private static int six(float value) {
        return Math.min(63, Scales.nearest(value) & 255);
    }

    private static void put(byte[] block, int at, int group, int scale, int minimum) {
        int s = at + SCALES + group;
        if (group < 4) {
            block[s] = (byte) scale;
            block[s + 4] = (byte) minimum;
        } else {
            block[s + 4] = (byte) (scale & 15 | (minimum & 15) << 4);
            block[s - 4] |= (byte) (scale >> 4 << 6);
            block[s] |= (byte) (minimum >> 4 << 6);
        }
    }

    private void put(int[] levels, int group, byte[] block, int at) {
        for (int i = 0; i < GROUP; i++) {
            block[nibbles(at) + group / 2 * GROUP + i] |= (byte) ((levels[i] & 15) << group % 2 * 4);
            if (bits == 5) {
                block[at + HIGH + i] |= (byte) (levels[i] >> 4 << group);
            }
        }
    }
}
