package dev.longrun.tensor;

import static dev.longrun.tensor.Tiles.COLUMNS;
import static dev.longrun.tensor.Tiles.WIDTH;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Copies blocks of the operands into the order in which {@link Tiles} reads them: b in panels of
 * {@link Tiles#COLUMNS} columns, a by columns as wide as a tile has rows, both filled up with zeros.
 */
final class Packing {

    private static final VectorShuffle<Float> UP_1 = rotation(-1);
    private static final VectorShuffle<Float> UP_2 = rotation(-2);
    private static final VectorShuffle<Float> UP_4 = rotation(-4);
    private static final VectorShuffle<Float> UP_8 = rotation(-8);
    private static final VectorShuffle<Float> DOWN_1 = rotation(1);
    private static final VectorShuffle<Float> DOWN_2 = rotation(2);
    private static final VectorShuffle<Float> DOWN_4 = rotation(4);
    private static final VectorShuffle<Float> DOWN_8 = rotation(8);
    private static final VectorMask<Float> UPPER_1 = upper(1);
    private static final VectorMask<Float> UPPER_2 = upper(2);
    private static final VectorMask<Float> UPPER_4 = upper(4);
    private static final VectorMask<Float> UPPER_8 = upper(8);

    private Packing() {
    }

    /** A panel of {@code columns} (at most COLUMNS) columns of b[k,n], row by row. */
    static void panel(int k, int columns, float[] b, int bAt, int ldb, float[] into, int at) {
        if (columns == COLUMNS) {
            for (int p = 0; p < k; p++) {
                FloatVector.fromArray(Tiles.SPECIES, b, bAt + p * ldb).intoArray(into, at + p * COLUMNS);
                FloatVector.fromArray(Tiles.SPECIES, b, bAt + p * ldb + WIDTH)
                    .intoArray(into, at + p * COLUMNS + WIDTH);
            }
            return;
        }
        for (int p = 0; p < k; p++) {
            int to = at + p * COLUMNS;
            System.arraycopy(b, bAt + p * ldb, into, to, columns);
            for (int j = columns; j < COLUMNS; j++) {
                into[to + j] = 0;
            }
        }
    }

    /** A panel of {@code columns} (at most COLUMNS) rows of b[n,k], transposed. */
    static void transposed(int k, int columns, float[] b, int bAt, int ldb, float[] into, int at) {
        int squares = columns / WIDTH * WIDTH;
        int deep = k / WIDTH * WIDTH;
        for (int p = 0; p < deep; p += WIDTH) {
            for (int j = 0; j < squares; j += WIDTH) {
                transposeSquare(b, bAt + j * ldb + p, ldb, into, at + p * COLUMNS + j);
            }
        }
        transposeSingly(deep, k, 0, squares, b, bAt, ldb, into, at);
        transposeSingly(0, k, squares, columns, b, bAt, ldb, into, at);
        for (int p = 0; p < k; p++) {
            for (int j = columns; j < COLUMNS; j++) {
                into[at + p * COLUMNS + j] = 0;
            }
        }
    }

    private static void transposeSingly(int p0, int p1, int j0, int j1, float[] b, int bAt, int ldb, float[] into,
        int at) {
        for (int p = p0; p < p1; p++) {
            for (int j = j0; j < j1; j++) {
                into[at + p * COLUMNS + j] = b[bAt + j * ldb + p];
            }
        }
    }

    /**
     * Transposes WIDTH by WIDTH numbers: rows i and i + d, where bit d of i is 0, exchange the blocks of d numbers that
     * lie off the diagonal, for d = 1, 2, 4 ... The first round reads b, the others work where the result will lie.
     * (Vectors of 4 lanes would be simpler, but a second vector shape in the process spoils the type profiles inside
     * the Vector API, and C2 then boxes vectors in other kernels.)
     */
    private static void transposeSquare(float[] b, int bAt, int ldb, float[] into, int at) {
        exchange(1, UP_1, DOWN_1, UPPER_1, b, bAt, ldb, into, at);
        exchange(2, UP_2, DOWN_2, UPPER_2, into, at, COLUMNS, into, at);
        if (WIDTH > 4) {
            exchange(4, UP_4, DOWN_4, UPPER_4, into, at, COLUMNS, into, at);
        }
        if (WIDTH > 8) {
            exchange(8, UP_8, DOWN_8, UPPER_8, into, at, COLUMNS, into, at);
        }
    }

    private static void exchange(int d, VectorShuffle<Float> up, VectorShuffle<Float> down, VectorMask<Float> upper,
        float[] from, int fromAt, int fromStride, float[] into, int at) {
        for (int pair = 0; pair < WIDTH / 2; pair++) {
            int i = (pair & -d) * 2 + (pair & d - 1);
            FloatVector x = FloatVector.fromArray(Tiles.SPECIES, from, fromAt + i * fromStride);
            FloatVector y = FloatVector.fromArray(Tiles.SPECIES, from, fromAt + (i + d) * fromStride);
            x.blend(y.rearrange(up), upper).intoArray(into, at + i * COLUMNS);
            x.rearrange(down).blend(y, upper).intoArray(into, at + (i + d) * COLUMNS);
        }
    }

    /** Lane i takes lane i + by, around the end. */
    private static VectorShuffle<Float> rotation(int by) {
        return VectorShuffle.fromOp(Tiles.SPECIES, lane -> Math.floorMod(lane + by, WIDTH));
    }

    /** The lanes whose number has the bit d. */
    private static VectorMask<Float> upper(int d) {
        long bits = 0;
        for (int lane = 0; lane < WIDTH; lane++) {
            bits |= (lane & d) == 0 ? 0 : 1L << lane;
        }
        return VectorMask.fromLong(Tiles.SPECIES, bits);
    }

    /**
     * All {@code columns} columns of a[k,m] for tiles of {@link Tiles#ROWS} rows, {@link Tiles#SLOT} places a column
     * and tile after tile. Rows are read whole, one after another.
     */
    static void columns(int k, int columns, float[] a, int aAt, int lda, float[] into) {
        int whole = columns / Tiles.ROWS * Tiles.ROWS;
        // vectors reach beyond a tile's columns: in every row but the last that is still the array
        int vectors = Math.max(0, k - 1);
        for (int p = 0; p < vectors; p++) {
            row(whole, a, aAt + p * lda, into, p * Tiles.SLOT, k * Tiles.SLOT);
        }
        singly(vectors, k, 0, whole, k, a, aAt, lda, into);
        singly(0, k, whole, columns, k, a, aAt, lda, into);
    }

    /** The numbers of one row, {@link Tiles#ROWS} for each tile, {@code step} apart. */
    private static void row(int columns, float[] a, int from, float[] into, int to, int step) {
        int at = to;
        for (int i = 0; i < columns; i += Tiles.ROWS) {
            for (int v = 0; v < Tiles.SLOT; v += WIDTH) {
                FloatVector.fromArray(Tiles.SPECIES, a, from + i + v).intoArray(into, at + v);
            }
            at += step;
        }
    }

    /** Rows p0 to p1 of the columns i0 (the first of a tile) to i1 one by one, zeros beside them. */
    private static void singly(int p0, int p1, int i0, int i1, int k, float[] a, int aAt, int lda, float[] into) {
        for (int i = i0; i < i1; i += Tiles.ROWS) {
            int wide = Math.min(Tiles.ROWS, i1 - i);
            for (int p = p0; p < p1; p++) {
                int to = (i / Tiles.ROWS * k + p) * Tiles.SLOT;
                System.arraycopy(a, aAt + p * lda + i, into, to, wide);
                Arrays.fill(into, to + wide, to + Tiles.SLOT, 0f);
            }
        }
    }

    /** All {@code columns} columns of b[k,n] in panels of COLUMNS, one after another; rows are read whole. */
    static void panels(int k, int columns, float[] b, int bAt, int ldb, float[] into) {
        int whole = columns / COLUMNS * COLUMNS;
        for (int p = 0; p < k; p++) {
            int from = bAt + p * ldb;
            int to = p * COLUMNS;
            for (int j = 0; j < whole; j += COLUMNS) {
                FloatVector.fromArray(Tiles.SPECIES, b, from + j).intoArray(into, to);
                FloatVector.fromArray(Tiles.SPECIES, b, from + j + WIDTH).intoArray(into, to + WIDTH);
                to += COLUMNS * k;
            }
        }
        if (whole < columns) {
            panel(k, columns - whole, b, bAt + whole, ldb, into, whole * k);
        }
    }
}
