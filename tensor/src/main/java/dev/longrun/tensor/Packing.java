package dev.longrun.tensor;

import static dev.longrun.tensor.Tiles.COLUMNS;
import static dev.longrun.tensor.Tiles.WIDTH;

import jdk.incubator.vector.FloatVector;

/**
 * Copies blocks of the operands into the order in which {@link Tiles} reads them: b in panels of
 * {@link Tiles#COLUMNS} columns, a by columns as wide as a tile has rows, both filled up with zeros.
 */
final class Packing {

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
        for (int j = 0; j < columns; j++) {
            int from = bAt + j * ldb;
            int to = at + j;
            for (int p = 0; p < k; p++) {
                into[to + p * wide] = b[from + p];
            }
        }
        for (int j = columns; j < wide; j++) {
            for (int p = 0; p < k; p++) {
                into[at + j + p * wide] = 0;
            }
        }
    }

    /** {@code columns} (at most {@code wide}) columns of a[k,m] for a tile of {@code wide} rows. */
    static void columns(int k, int columns, int wide, float[] a, int aAt, int lda, float[] into, int at) {
        for (int p = 0; p < k; p++) {
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
