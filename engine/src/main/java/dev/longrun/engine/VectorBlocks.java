package dev.longrun.engine;

import static dev.longrun.engine.Vectors.WIDTH;
import static dev.longrun.engine.Vectors.all;
import static dev.longrun.engine.Vectors.down;
import static dev.longrun.engine.Vectors.field;
import static dev.longrun.engine.Vectors.floats;
import static dev.longrun.engine.Vectors.ints;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** The innermost loops over packed fields: see {@link Blocks}. */
final class VectorBlocks {

    private VectorBlocks() {
    }

    /** y[PANEL] += fields x. */
    static void dot(MemorySegment q, long a0, long a1, long a2, long a3, int bits, float[] d, float[] x, int xAt,
        float[] y, int yAt) {
        FloatVector d0 = floats(d, 0);
        FloatVector d1 = floats(d, WIDTH);
        FloatVector d2 = floats(d, 2 * WIDTH);
        FloatVector d3 = floats(d, 3 * WIDTH);
        FloatVector m0 = floats(d, 4 * WIDTH);
        FloatVector m1 = floats(d, 5 * WIDTH);
        FloatVector m2 = floats(d, 6 * WIDTH);
        FloatVector m3 = floats(d, 7 * WIDTH);
        FloatVector s0 = floats(y, yAt);
        FloatVector s1 = floats(y, yAt + WIDTH);
        FloatVector s2 = floats(y, yAt + 2 * WIDTH);
        FloatVector s3 = floats(y, yAt + 3 * WIDTH);
        int odd = 8 / bits - 1;
        int mask = (1 << bits) - 1;
        for (int i = 0; i < 8; i++) {
            long at = (i >> odd) * 64L;
            int first = (i & odd) << 4;
            IntVector v0 = down(ints(q, a0 + at), first);
            IntVector v1 = down(ints(q, a1 + at), first);
            IntVector v2 = down(ints(q, a2 + at), first);
            IntVector v3 = down(ints(q, a3 + at), first);
            for (int j = 0; j < 4; j++) {
                FloatVector a = all(x[xAt + 4 * i + j]);
                s0 = field(v0, mask).fma(d0, m0).fma(a, s0);
                s1 = field(v1, mask).fma(d1, m1).fma(a, s1);
                s2 = field(v2, mask).fma(d2, m2).fma(a, s2);
                s3 = field(v3, mask).fma(d3, m3).fma(a, s3);
                v0 = down(v0, bits);
                v1 = down(v1, bits);
                v2 = down(v2, bits);
                v3 = down(v3, bits);
            }
        }
        s0.intoArray(y, yAt);
        s1.intoArray(y, yAt + WIDTH);
        s2.intoArray(y, yAt + 2 * WIDTH);
        s3.intoArray(y, yAt + 3 * WIDTH);
    }

    static void unpack(MemorySegment q, long a0, long a1, long a2, long a3, int bits, float[] d, float[] to, int low,
        int high, int stride) {
        FloatVector d0 = floats(d, 0);
        FloatVector d1 = floats(d, WIDTH);
        FloatVector d2 = floats(d, 2 * WIDTH);
        FloatVector d3 = floats(d, 3 * WIDTH);
        FloatVector m0 = floats(d, 4 * WIDTH);
        FloatVector m1 = floats(d, 5 * WIDTH);
        FloatVector m2 = floats(d, 6 * WIDTH);
        FloatVector m3 = floats(d, 7 * WIDTH);
        int odd = 8 / bits - 1;
        int mask = (1 << bits) - 1;
        for (int i = 0; i < 8; i++) {
            long at = (i >> odd) * 64L;
            int first = (i & odd) << 4;
            IntVector v0 = down(ints(q, a0 + at), first);
            IntVector v1 = down(ints(q, a1 + at), first);
            IntVector v2 = down(ints(q, a2 + at), first);
            IntVector v3 = down(ints(q, a3 + at), first);
            for (int j = 0; j < 4; j++) {
                int k = (4 * i + j) * stride;
                field(v0, mask).fma(d0, m0).intoArray(to, low + k);
                field(v1, mask).fma(d1, m1).intoArray(to, low + k + WIDTH);
                field(v2, mask).fma(d2, m2).intoArray(to, high + k);
                field(v3, mask).fma(d3, m3).intoArray(to, high + k + WIDTH);
                v0 = down(v0, bits);
                v1 = down(v1, bits);
                v2 = down(v2, bits);
                v3 = down(v3, bits);
            }
        }
    }

    static void add(float[] w, int wAt, int count, float[] x, int xAt, float[] y, int yAt) {
        FloatVector s0 = floats(y, yAt);
        FloatVector s1 = floats(y, yAt + WIDTH);
        FloatVector s2 = floats(y, yAt + 2 * WIDTH);
        FloatVector s3 = floats(y, yAt + 3 * WIDTH);
        for (int k = 0; k < count; k++) {
            FloatVector a = all(x[xAt + k]);
            int at = wAt + k * Vectors.PANEL;
            s0 = floats(w, at).fma(a, s0);
            s1 = floats(w, at + WIDTH).fma(a, s1);
            s2 = floats(w, at + 2 * WIDTH).fma(a, s2);
            s3 = floats(w, at + 3 * WIDTH).fma(a, s3);
        }
        s0.intoArray(y, yAt);
        s1.intoArray(y, yAt + WIDTH);
        s2.intoArray(y, yAt + 2 * WIDTH);
        s3.intoArray(y, yAt + 3 * WIDTH);
    }

    static void halves(MemorySegment q, long a0, long a1, long a2, long a3, int odd, float bias, float[] d) {
        half(ints(q, a0), odd, bias, d, 0);
        half(ints(q, a1), odd, bias, d, WIDTH);
        half(ints(q, a2), odd, bias, d, 2 * WIDTH);
        half(ints(q, a3), odd, bias, d, 3 * WIDTH);
    }

    private static void half(IntVector x, int odd, float bias, float[] d, int at) {
        FloatVector scale = odd == 0 ? Vectors.lowHalf(x) : Vectors.highHalf(x);
        scale.intoArray(d, at);
        scale.mul(bias).intoArray(d, at + 4 * WIDTH);
    }
}
