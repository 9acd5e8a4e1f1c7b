package dev.longrun.tensor;

import static dev.longrun.tensor.Tiles.COLUMNS;
import static dev.longrun.tensor.Tiles.WIDTH;

import jdk.incubator.vector.FloatVector;

/**
 * Copies blocks of the operands into the order in which {@link Tiles} reads them: b in panels of
 * {@link Tiles#COLUMNS} columns, a by columns as wide as a tile has rows, both filled up with zeros.
 */
final class Packing {

    /** Floats of a cache line, each read once while it is near. */
    private static final int LINE = 16;

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

    /** A panel of {@code columns} (at most {@code wide}) rows of b[n,k], transposed; {@code wide} columns a row. */
    static void transposed(int k, int columns, int wide, float[] b, int bAt, int ldb, float[] into, int at) {
        int fours = columns / 4 * 4;
        int deep = k / 4 * 4;
        for (int p0 = 0; p0 < deep; p0 += LINE) {
            int p1 = Math.min(deep, p0 + LINE);
            for (int j = 0; j < fours; j += 4) {
                for (int p = p0; p < p1; p += 4) {
                    transposeFour(b, bAt + j * ldb + p, ldb, into, at + p * wide + j, wide);
                }
            }
        }
        transposeSingly(deep, k, 0, fours, wide, b, bAt, ldb, into, at);
        transposeSingly(0, k, fours, columns, wide, b, bAt, ldb, into, at);
        for (int p = 0; p < k; p++) {
            for (int j = columns; j < wide; j++) {
                into[at + p * wide + j] = 0;
            }
        }
    }

    private static void transposeSingly(int p0, int p1, int j0, int j1, int wide, float[] b, int bAt, int ldb,
        float[] into, int at) {
        for (int p = p0; p < p1; p++) {
            for (int j = j0; j < j1; j++) {
                into[at + p * wide + j] = b[bAt + j * ldb + p];
            }
        }
    }

    /**
     * Transposes four by four, in scalars: vectors of 4 lanes would be quicker here, but a second vector shape in the
     * process spoils the type profiles inside the Vector API, and C2 then boxes vectors in other kernels.
     */
    private static void transposeFour(float[] b, int bAt, int ldb, float[] into, int at, int wide) {
        for (int p = 0; p < 4; p++) {
            int to = at + p * wide;
            int from = bAt + p;
            into[to] = b[from];
            into[to + 1] = b[from + ldb];
            into[to + 2] = b[from + 2 * ldb];
            into[to + 3] = b[from + 3 * ldb];
        }
    }

    /** {@code columns} (at most {@code wide}) columns of a[k,m] for a tile of {@code wide} rows. */
    static void columns(int k, int columns, int wide, float[] a, int aAt, int lda, float[] into, int at) {
        int begin = 0;
        int span = Math.ceilDiv(wide, WIDTH) * WIDTH;
        if (columns == wide && lda + wide >= span) {
            // whole vectors: what one row writes too much, the next ones overwrite; the last rows go singly
            begin = Math.max(0, k - Math.ceilDiv(span - wide, wide));
            for (int i = 0; i < wide; i += WIDTH) {
                for (int p = 0; p < begin; p++) {
                    FloatVector.fromArray(Tiles.SPECIES, a, aAt + p * lda + i).intoArray(into, at + p * wide + i);
                }
            }
        }
        for (int p = begin; p < k; p++) {
            int from = aAt + p * lda;
            int to = at + p * wide;
            for (int i = 0; i < columns; i++) {
                into[to + i] = a[from + i];
            }
            for (int i = columns; i < wide; i++) {
                into[to + i] = 0;
            }
        }
    }
}
