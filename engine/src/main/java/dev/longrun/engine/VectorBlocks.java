package dev.longrun.engine;

import static dev.longrun.engine.Encoding.BLOCK;
import static dev.longrun.engine.PackedWeights.ROWS;
import static dev.longrun.engine.Vectors.PANEL;
import static dev.longrun.engine.Vectors.WIDTH;
import static dev.longrun.engine.Vectors.all;
import static dev.longrun.engine.Vectors.down;
import static dev.longrun.engine.Vectors.field;
import static dev.longrun.engine.Vectors.floats;
import static dev.longrun.engine.Vectors.ints;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * The innermost loops: a block of 32 columns of {@link Vectors#PANEL} rows, four vectors with a row a lane. A weight is
 * unpacked to the float that it stands for, exactly: its field u, the unsigned number in the file's bits, becomes
 * {@code fma(u, d, m)} with {@code m = -128 d} (Q8_0), {@code -8 d} (Q4_0), {@code -32 d} (Q6_K) or {@code -dmin min}
 * (Q4_K), of which only the last can round, as its definition does. So every product sums the same numbers in the same
 * order. Written to be small: past its limit of nodes C2 boxes vectors.
 *
 * <p>An instance belongs to one thread: it keeps the block's d and m [2, PANEL], a block of unpacked weights
 * [32, PANEL], and where the four vectors' words begin.
 */
final class VectorBlocks {

    private static final int STEP = ROWS * Integer.BYTES;
    private static final int HIGH = 0xFFFF_0000;
    private static final PackedWeights NONE = new PackedWeights(Encoding.F32, 0, 0, Arena.global());

    private final float[] scales = new float[2 * PANEL];
    private final float[] unpacked = new float[BLOCK * PANEL];
    private PackedWeights w = NONE;
    private long at0;
    private long at1;
    private long at2;
    private long at3;

    /** What follows is about PANEL rows of {@code weights} from {@code row} on. */
    void begin(PackedWeights weights, int row) {
        w = weights;
        at0 = w.at(row, 0, 0);
        at1 = w.at(row + WIDTH, 0, 0);
        at2 = w.at(row + 2 * WIDTH, 0, 0);
        at3 = w.at(row + 3 * WIDTH, 0, 0);
    }

    /** {@code y[PANEL] += weights[PANEL, columns] x}, the sums in the order of the columns. */
    void multiply(float[] x, int xAt, float[] y, int yAt) {
        for (int column = 0; column < w.columns; column += BLOCK) {
            switch (w.encoding) {
                case Q8_0, Q4_0, Q4_K -> {
                    int bits = scales(column);
                    dot(w.words, data(column), bits, x, xAt + column, y, yAt);
                }
                case F32, BF16, F16, Q6_K -> {
                    unpack(column);
                    add(unpacked, Math.min(BLOCK, w.columns - column), x, xAt + column, y, yAt);
                }
            }
        }
    }

    /** The same for {@code rows} rows of x, {@code xStride} apart; those of y are PANEL apart. */
    void multiply(int rows, float[] x, int xAt, int xStride, float[] y) {
        for (int column = 0; column < w.columns; column += BLOCK) {
            int left = Math.min(BLOCK, w.columns - column);
            unpack(column);
            for (int row = 0; row < rows; row++) {
                add(unpacked, left, x, xAt + row * xStride + column, y, row * PANEL);
            }
        }
    }

    /** Unpacks columns {@code column} and on, at most 32, into {@link #unpacked}. */
    private void unpack(int column) {
        unpack(column, unpacked, 0, 2 * WIDTH, PANEL);
    }

    /**
     * Unpacks up to 32 columns from {@code column} on, a multiple of 32: column c of the first two vectors to
     * {@code low + c * stride}, of the other two to {@code high + c * stride}. Beyond the last column of the weights
     * are zeros.
     */
    void unpack(int column, float[] to, int low, int high, int stride) {
        switch (w.encoding) {
            case F32 -> words(w.words, data(column), to, low, high, stride);
            case BF16 -> wide(w.words, data(column), to, low, high, stride);
            case F16 -> halves(w.words, data(column), to, low, high, stride);
            case Q8_0, Q4_0, Q4_K -> {
                int bits = scales(column);
                fields(w.words, data(column), bits, to, low, high, stride);
            }
            case Q6_K -> {
                for (int part = 0; part < BLOCK; part += 16) {
                    q6kScales(column + part);
                    six(w.words, data(column + part), pairs(column + part), to, low + part * stride,
                        high + part * stride, stride);
                }
            }
        }
    }

    /** From the beginning of a row's words to those that hold the values from {@code column} on. */
    private long data(int column) {
        int inUnit = column % w.encoding.unitColumns();
        return unit(column) + switch (w.encoding) {
            case F32 -> inUnit;
            case BF16, F16 -> inUnit / 2;
            case Q8_0 -> 1 + inUnit / 4;
            case Q4_0 -> 1 + inUnit / 8;
            case Q4_K -> 4 + inUnit / 8;
            case Q6_K -> 5 + inUnit / 8;
        } * (long) STEP;
    }

    private long unit(int column) {
        return (long) (column / w.encoding.unitColumns()) * w.encoding.unitWords() * STEP;
    }

    /** The word with Q6_K's upper two bits. */
    private long pairs(int column) {
        return unit(column) + (37 + column % 256 / 16) * (long) STEP;
    }

    /** Fills d and m of the block; the bits of a field. */
    private int scales(int column) {
        long unit = unit(column);
        int group = column % w.encoding.unitColumns() / BLOCK;
        switch (w.encoding) {
            case Q8_0 -> plainScales(w.words, unit, group, -128, scales);
            case Q4_0 -> plainScales(w.words, unit, group, -8, scales);
            case Q4_K -> {
                q4kScales(w.words, at0 + unit, group, scales, 0);
                q4kScales(w.words, at1 + unit, group, scales, WIDTH);
                q4kScales(w.words, at2 + unit, group, scales, 2 * WIDTH);
                q4kScales(w.words, at3 + unit, group, scales, 3 * WIDTH);
            }
            default -> throw new AssertionError(w.encoding);
        }
        return w.encoding == Encoding.Q8_0 ? 8 : 4;
    }

    private void plainScales(MemorySegment q, long unit, int odd, float offset, float[] to) {
        plainScale(ints(q, at0 + unit), odd, offset, to, 0);
        plainScale(ints(q, at1 + unit), odd, offset, to, WIDTH);
        plainScale(ints(q, at2 + unit), odd, offset, to, 2 * WIDTH);
        plainScale(ints(q, at3 + unit), odd, offset, to, 3 * WIDTH);
    }

    private static void plainScale(IntVector x, int odd, float offset, float[] to, int at) {
        FloatVector d = odd == 0 ? Vectors.lowHalf(x) : Vectors.highHalf(x);
        d.intoArray(to, at);
        d.mul(offset).intoArray(to, at + PANEL);
    }

    private static void q4kScales(MemorySegment q, long unit, int group, float[] to, int at) {
        IntVector both = ints(q, unit);
        IntVector upper = down(ints(q, unit + 3 * STEP), 2 * group);
        IntVector scale = down(ints(q, unit + STEP), 4 * group).and(15).or(lift(upper));
        IntVector minimum = down(ints(q, unit + 2 * STEP), 4 * group).and(15).or(lift(down(upper, 16)));
        Vectors.lowHalf(both).mul(Vectors.number(scale)).intoArray(to, at);
        Vectors.highHalf(both).mul(Vectors.number(minimum)).neg().intoArray(to, at + PANEL);
    }

    /** The lowest two bits, four higher. */
    private static IntVector lift(IntVector x) {
        return x.and(3).mul(16);
    }

    private void q6kScales(int column) {
        long unit = unit(column);
        int group = column % 256 / 16;
        q6kScale(w.words, at0 + unit, group, scales, 0);
        q6kScale(w.words, at1 + unit, group, scales, WIDTH);
        q6kScale(w.words, at2 + unit, group, scales, 2 * WIDTH);
        q6kScale(w.words, at3 + unit, group, scales, 3 * WIDTH);
    }

    private static void q6kScale(MemorySegment q, long unit, int group, float[] to, int at) {
        FloatVector scale = Vectors.signedByte(ints(q, unit + (1 + group / 4) * (long) STEP), group % 4);
        FloatVector d = Vectors.lowHalf(ints(q, unit)).mul(scale);
        d.intoArray(to, at);
        d.mul(-32).intoArray(to, at + PANEL);
    }

    /** {@code y += weights x} over a block of fields of 8 or 4 bits. */
    private void dot(MemorySegment q, long data, int bits, float[] x, int xAt, float[] y, int yAt) {
        FloatVector d0 = floats(scales, 0);
        FloatVector d1 = floats(scales, WIDTH);
        FloatVector d2 = floats(scales, 2 * WIDTH);
        FloatVector d3 = floats(scales, 3 * WIDTH);
        FloatVector m0 = floats(scales, PANEL);
        FloatVector m1 = floats(scales, PANEL + WIDTH);
        FloatVector m2 = floats(scales, PANEL + 2 * WIDTH);
        FloatVector m3 = floats(scales, PANEL + 3 * WIDTH);
        FloatVector s0 = floats(y, yAt);
        FloatVector s1 = floats(y, yAt + WIDTH);
        FloatVector s2 = floats(y, yAt + 2 * WIDTH);
        FloatVector s3 = floats(y, yAt + 3 * WIDTH);
        long a0 = at0 + data;
        long a1 = at1 + data;
        long a2 = at2 + data;
        long a3 = at3 + data;
        int mask = (1 << bits) - 1;
        int odd = 8 / bits - 1;
        for (int i = 0; i < 8; i++) {
            long at = (long) (i >> odd) * STEP;
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

    /** The same fields unpacked. */
    private void fields(MemorySegment q, long data, int bits, float[] to, int low, int high, int stride) {
        FloatVector d0 = floats(scales, 0);
        FloatVector d1 = floats(scales, WIDTH);
        FloatVector d2 = floats(scales, 2 * WIDTH);
        FloatVector d3 = floats(scales, 3 * WIDTH);
        FloatVector m0 = floats(scales, PANEL);
        FloatVector m1 = floats(scales, PANEL + WIDTH);
        FloatVector m2 = floats(scales, PANEL + 2 * WIDTH);
        FloatVector m3 = floats(scales, PANEL + 3 * WIDTH);
        int mask = (1 << bits) - 1;
        int odd = 8 / bits - 1;
        for (int i = 0; i < 8; i++) {
            long at = data + (long) (i >> odd) * STEP;
            int first = (i & odd) << 4;
            IntVector v0 = down(ints(q, at0 + at), first);
            IntVector v1 = down(ints(q, at1 + at), first);
            IntVector v2 = down(ints(q, at2 + at), first);
            IntVector v3 = down(ints(q, at3 + at), first);
            for (int j = 0; j < 4; j++) {
                int k = (4 * i + j) * stride;
                store(field(v0, mask).fma(d0, m0), field(v1, mask).fma(d1, m1), to, low + k);
                store(field(v2, mask).fma(d2, m2), field(v3, mask).fma(d3, m3), to, high + k);
                v0 = down(v0, bits);
                v1 = down(v1, bits);
                v2 = down(v2, bits);
                v3 = down(v3, bits);
            }
        }
    }

    /** 16 columns of Q6_K unpacked. */
    private void six(MemorySegment q, long data, long pairs, float[] to, int low, int high, int stride) {
        six(ints(q, at0 + data), ints(q, at0 + data + STEP), ints(q, at0 + pairs), scales, 0, to, low, stride);
        six(ints(q, at1 + data), ints(q, at1 + data + STEP), ints(q, at1 + pairs), scales, WIDTH, to, low + WIDTH,
            stride);
        six(ints(q, at2 + data), ints(q, at2 + data + STEP), ints(q, at2 + pairs), scales, 2 * WIDTH, to, high, stride);
        six(ints(q, at3 + data), ints(q, at3 + data + STEP), ints(q, at3 + pairs), scales, 3 * WIDTH, to, high + WIDTH,
            stride);
    }

    private static void six(IntVector first, IntVector second, IntVector upper, float[] scales, int at, float[] to,
        int toAt, int stride) {
        FloatVector d = floats(scales, at);
        FloatVector m = floats(scales, at + PANEL);
        IntVector two = upper;
        IntVector four = first;
        for (int i = 0; i < 16; i++) {
            if (i == 8) {
                four = second;
            }
            Vectors.number(four.and(15).or(lift(two))).fma(d, m).intoArray(to, toAt + i * stride);
            four = down(four, 4);
            two = down(two, 2);
        }
    }

    private void words(MemorySegment q, long data, float[] to, int low, int high, int stride) {
        for (int i = 0; i < BLOCK; i++) {
            long at = data + (long) i * STEP;
            store(ints(q, at0 + at).reinterpretAsFloats(), ints(q, at1 + at).reinterpretAsFloats(), to,
                low + i * stride);
            store(ints(q, at2 + at).reinterpretAsFloats(), ints(q, at3 + at).reinterpretAsFloats(), to,
                high + i * stride);
        }
    }

    private void wide(MemorySegment q, long data, float[] to, int low, int high, int stride) {
        for (int i = 0; i < BLOCK / 2; i++) {
            long at = data + (long) i * STEP;
            IntVector v0 = ints(q, at0 + at);
            IntVector v1 = ints(q, at1 + at);
            IntVector v2 = ints(q, at2 + at);
            IntVector v3 = ints(q, at3 + at);
            int k = 2 * i * stride;
            store(Vectors.up(v0), Vectors.up(v1), to, low + k);
            store(Vectors.up(v2), Vectors.up(v3), to, high + k);
            store(v0.and(HIGH).reinterpretAsFloats(), v1.and(HIGH).reinterpretAsFloats(), to, low + k + stride);
            store(v2.and(HIGH).reinterpretAsFloats(), v3.and(HIGH).reinterpretAsFloats(), to, high + k + stride);
        }
    }

    private void halves(MemorySegment q, long data, float[] to, int low, int high, int stride) {
        for (int i = 0; i < BLOCK / 2; i++) {
            long at = data + (long) i * STEP;
            IntVector v0 = ints(q, at0 + at);
            IntVector v1 = ints(q, at1 + at);
            IntVector v2 = ints(q, at2 + at);
            IntVector v3 = ints(q, at3 + at);
            int k = 2 * i * stride;
            store(Vectors.lowHalf(v0), Vectors.lowHalf(v1), to, low + k);
            store(Vectors.lowHalf(v2), Vectors.lowHalf(v3), to, high + k);
            store(Vectors.highHalf(v0), Vectors.highHalf(v1), to, low + k + stride);
            store(Vectors.highHalf(v2), Vectors.highHalf(v3), to, high + k + stride);
        }
    }

    private static void store(FloatVector first, FloatVector second, float[] to, int at) {
        first.intoArray(to, at);
        second.intoArray(to, at + WIDTH);
    }

    /** {@code y[PANEL] += x[count] unpacked[count, PANEL]}. */
    private static void add(float[] unpacked, int count, float[] x, int xAt, float[] y, int yAt) {
        FloatVector s0 = floats(y, yAt);
        FloatVector s1 = floats(y, yAt + WIDTH);
        FloatVector s2 = floats(y, yAt + 2 * WIDTH);
        FloatVector s3 = floats(y, yAt + 3 * WIDTH);
        for (int k = 0; k < count; k++) {
            FloatVector a = all(x[xAt + k]);
            int at = k * PANEL;
            s0 = floats(unpacked, at).fma(a, s0);
            s1 = floats(unpacked, at + WIDTH).fma(a, s1);
            s2 = floats(unpacked, at + 2 * WIDTH).fma(a, s2);
            s3 = floats(unpacked, at + 3 * WIDTH).fma(a, s3);
        }
        s0.intoArray(y, yAt);
        s1.intoArray(y, yAt + WIDTH);
        s2.intoArray(y, yAt + 2 * WIDTH);
        s3.intoArray(y, yAt + 3 * WIDTH);
    }
}
