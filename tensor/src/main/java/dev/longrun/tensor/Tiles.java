package dev.longrun.tensor;

import java.util.Locale;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost products: a tile of c, {@link #ROWS} (or 8, or 4) rows by two vectors, stays in registers while k runs.
 * Every tile starts from the {@code from} block (c itself, or zeros with {@code ldf} 0) and takes
 * {@code fma(a, b, c)} for p = 0..k-1 in order. Written out because C2 keeps local variables in registers, not arrays;
 * each method stays below the 8,000 bytecodes beyond which it is never compiled.
 */
final class Tiles {

    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    /** Lanes of one vector. */
    static final int WIDTH = SPECIES.length();

    /** Columns of a tile. */
    static final int COLUMNS = 2 * WIDTH;

    /** Rows of the greatest tile: 24 accumulators fit into 32 registers, 8 into 16. */
    static final int ROWS = registers() >= 32 ? 12 : 4;

    /** Places for one column of a packed tile, whatever its rows: whole vectors. */
    static final int SLOT = Division.roundUp(ROWS, WIDTH);

    /** Rows of the smallest tile; fewer rows are packed with zeros up to it. */
    static final int FEWEST_ROWS = 4;

    /** Greatest k of a tile. */
    static final int MOST_K = 512;

    /**
     * From one row of a to the next. A constant, so that one register and twelve offsets address twelve rows: with
     * twelve registers C2 runs out of them and loses a fifth of the speed. A little over {@link #MOST_K}, so that no
     * two rows fall on the same cache lines.
     */
    static final int STRIDE = MOST_K + 16;

    private Tiles() {
    }

    /** AVX-512 and ARM have 32 vector registers, x86 has 16 below that. */
    private static int registers() {
        return WIDTH >= 16 || System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).startsWith("aarch") ? 32 : 16;
    }

    /** The rows of the next tile when {@code left} rows are left; fewer than 4 left make a padded tile of 4. */
    static int rowsOfNext(int left) {
        return left >= ROWS ? ROWS : left >= 8 && ROWS >= 8 ? 8 : FEWEST_ROWS;
    }

    /** Rows of the smallest tile that takes {@code left} rows, or {@link #ROWS} of them, at once. */
    static int rowsFor(int left) {
        return left > 8 ? ROWS : left > FEWEST_ROWS ? Math.min(8, ROWS) : FEWEST_ROWS;
    }

    /** A tile of {@code rows} rows whose a is read by its rows, {@link #STRIDE} apart. */
    static void rows(int rows, int k, float[] a, int aAt, float[] b, int bAt,
        float[] from, int fromAt, int ldf, float[] c, int cAt, int ldc) {
        if (rows == 12) {
            rows12(k, a, aAt, b, bAt, from, fromAt, ldf, c, cAt, ldc);
        } else if (rows == 8) {
            rows8(k, a, aAt, b, bAt, from, fromAt, ldf, c, cAt, ldc);
        } else {
            rows4(k, a, aAt, b, bAt, from, fromAt, ldf, c, cAt, ldc);
        }
    }

    /** A tile of {@code rows} rows whose a is packed. */
    static void packed(int rows, int k, float[] a, int aAt, float[] b, int bAt,
        float[] from, int fromAt, int ldf, float[] c, int cAt, int ldc) {
        if (rows == 12) {
            packed12(k, a, aAt, b, bAt, from, fromAt, ldf, c, cAt, ldc);
        } else if (rows == 8) {
            packed8(k, a, aAt, b, bAt, from, fromAt, ldf, c, cAt, ldc);
        } else {
            packed4(k, a, aAt, b, bAt, from, fromAt, ldf, c, cAt, ldc);
        }
    }

    private static FloatVector load(float[] array, int at) {
        return FloatVector.fromArray(SPECIES, array, at);
    }

    /** 12 rows by two vectors; a is read by its rows. */
    private static void rows12(int k, float[] a, int aAt, float[] b, int bAt,
        float[] from, int fromAt, int ldf, float[] c, int cAt, int ldc) {
        FloatVector c0 = load(from, fromAt);
        FloatVector d0 = load(from, fromAt + WIDTH);
        FloatVector c1 = load(from, fromAt + ldf);
        FloatVector d1 = load(from, fromAt + ldf + WIDTH);
        FloatVector c2 = load(from, fromAt + 2 * ldf);
        FloatVector d2 = load(from, fromAt + 2 * ldf + WIDTH);
        FloatVector c3 = load(from, fromAt + 3 * ldf);
        FloatVector d3 = load(from, fromAt + 3 * ldf + WIDTH);
        FloatVector c4 = load(from, fromAt + 4 * ldf);
        FloatVector d4 = load(from, fromAt + 4 * ldf + WIDTH);
        FloatVector c5 = load(from, fromAt + 5 * ldf);
        FloatVector d5 = load(from, fromAt + 5 * ldf + WIDTH);
        FloatVector c6 = load(from, fromAt + 6 * ldf);
        FloatVector d6 = load(from, fromAt + 6 * ldf + WIDTH);
        FloatVector c7 = load(from, fromAt + 7 * ldf);
        FloatVector d7 = load(from, fromAt + 7 * ldf + WIDTH);
        FloatVector c8 = load(from, fromAt + 8 * ldf);
        FloatVector d8 = load(from, fromAt + 8 * ldf + WIDTH);
        FloatVector c9 = load(from, fromAt + 9 * ldf);
        FloatVector d9 = load(from, fromAt + 9 * ldf + WIDTH);
        FloatVector c10 = load(from, fromAt + 10 * ldf);
        FloatVector d10 = load(from, fromAt + 10 * ldf + WIDTH);
        FloatVector c11 = load(from, fromAt + 11 * ldf);
        FloatVector d11 = load(from, fromAt + 11 * ldf + WIDTH);
        int end = aAt + k;
        int q = bAt;
        for (int p = aAt; p < end; p++) {
            FloatVector b0 = load(b, q);
            FloatVector b1 = load(b, q + WIDTH);
            FloatVector x = FloatVector.broadcast(SPECIES, a[p]);
            c0 = x.fma(b0, c0);
            d0 = x.fma(b1, d0);
            x = FloatVector.broadcast(SPECIES, a[p + STRIDE]);
            c1 = x.fma(b0, c1);
            d1 = x.fma(b1, d1);
            x = FloatVector.broadcast(SPECIES, a[p + 2 * STRIDE]);
            c2 = x.fma(b0, c2);
            d2 = x.fma(b1, d2);
            x = FloatVector.broadcast(SPECIES, a[p + 3 * STRIDE]);
            c3 = x.fma(b0, c3);
            d3 = x.fma(b1, d3);
            x = FloatVector.broadcast(SPECIES, a[p + 4 * STRIDE]);
            c4 = x.fma(b0, c4);
            d4 = x.fma(b1, d4);
            x = FloatVector.broadcast(SPECIES, a[p + 5 * STRIDE]);
            c5 = x.fma(b0, c5);
            d5 = x.fma(b1, d5);
            x = FloatVector.broadcast(SPECIES, a[p + 6 * STRIDE]);
            c6 = x.fma(b0, c6);
            d6 = x.fma(b1, d6);
            x = FloatVector.broadcast(SPECIES, a[p + 7 * STRIDE]);
            c7 = x.fma(b0, c7);
            d7 = x.fma(b1, d7);
            x = FloatVector.broadcast(SPECIES, a[p + 8 * STRIDE]);
            c8 = x.fma(b0, c8);
            d8 = x.fma(b1, d8);
            x = FloatVector.broadcast(SPECIES, a[p + 9 * STRIDE]);
            c9 = x.fma(b0, c9);
            d9 = x.fma(b1, d9);
            x = FloatVector.broadcast(SPECIES, a[p + 10 * STRIDE]);
            c10 = x.fma(b0, c10);
            d10 = x.fma(b1, d10);
            x = FloatVector.broadcast(SPECIES, a[p + 11 * STRIDE]);
            c11 = x.fma(b0, c11);
            d11 = x.fma(b1, d11);
            q += COLUMNS;
        }
        c0.intoArray(c, cAt);
        d0.intoArray(c, cAt + WIDTH);
        c1.intoArray(c, cAt + ldc);
        d1.intoArray(c, cAt + ldc + WIDTH);
        c2.intoArray(c, cAt + 2 * ldc);
        d2.intoArray(c, cAt + 2 * ldc + WIDTH);
        c3.intoArray(c, cAt + 3 * ldc);
        d3.intoArray(c, cAt + 3 * ldc + WIDTH);
        c4.intoArray(c, cAt + 4 * ldc);
        d4.intoArray(c, cAt + 4 * ldc + WIDTH);
        c5.intoArray(c, cAt + 5 * ldc);
        d5.intoArray(c, cAt + 5 * ldc + WIDTH);
        c6.intoArray(c, cAt + 6 * ldc);
        d6.intoArray(c, cAt + 6 * ldc + WIDTH);
        c7.intoArray(c, cAt + 7 * ldc);
        d7.intoArray(c, cAt + 7 * ldc + WIDTH);
        c8.intoArray(c, cAt + 8 * ldc);
        d8.intoArray(c, cAt + 8 * ldc + WIDTH);
        c9.intoArray(c, cAt + 9 * ldc);
        d9.intoArray(c, cAt + 9 * ldc + WIDTH);
        c10.intoArray(c, cAt + 10 * ldc);
        d10.intoArray(c, cAt + 10 * ldc + WIDTH);
        c11.intoArray(c, cAt + 11 * ldc);
        d11.intoArray(c, cAt + 11 * ldc + WIDTH);
    }

    /** 8 rows by two vectors; a is read by its rows. */
    private static void rows8(int k, float[] a, int aAt, float[] b, int bAt,
        float[] from, int fromAt, int ldf, float[] c, int cAt, int ldc) {
        FloatVector c0 = load(from, fromAt);
        FloatVector d0 = load(from, fromAt + WIDTH);
        FloatVector c1 = load(from, fromAt + ldf);
        FloatVector d1 = load(from, fromAt + ldf + WIDTH);
        FloatVector c2 = load(from, fromAt + 2 * ldf);
        FloatVector d2 = load(from, fromAt + 2 * ldf + WIDTH);
        FloatVector c3 = load(from, fromAt + 3 * ldf);
        FloatVector d3 = load(from, fromAt + 3 * ldf + WIDTH);
        FloatVector c4 = load(from, fromAt + 4 * ldf);
        FloatVector d4 = load(from, fromAt + 4 * ldf + WIDTH);
        FloatVector c5 = load(from, fromAt + 5 * ldf);
        FloatVector d5 = load(from, fromAt + 5 * ldf + WIDTH);
        FloatVector c6 = load(from, fromAt + 6 * ldf);
        FloatVector d6 = load(from, fromAt + 6 * ldf + WIDTH);
        FloatVector c7 = load(from, fromAt + 7 * ldf);
        FloatVector d7 = load(from, fromAt + 7 * ldf + WIDTH);
        int end = aAt + k;
        int q = bAt;
        for (int p = aAt; p < end; p++) {
            FloatVector b0 = load(b, q);
            FloatVector b1 = load(b, q + WIDTH);
            FloatVector x = FloatVector.broadcast(SPECIES, a[p]);
            c0 = x.fma(b0, c0);
            d0 = x.fma(b1, d0);
            x = FloatVector.broadcast(SPECIES, a[p + STRIDE]);
            c1 = x.fma(b0, c1);
            d1 = x.fma(b1, d1);
            x = FloatVector.broadcast(SPECIES, a[p + 2 * STRIDE]);
            c2 = x.fma(b0, c2);
            d2 = x.fma(b1, d2);
            x = FloatVector.broadcast(SPECIES, a[p + 3 * STRIDE]);
            c3 = x.fma(b0, c3);
            d3 = x.fma(b1, d3);
            x = FloatVector.broadcast(SPECIES, a[p + 4 * STRIDE]);
            c4 = x.fma(b0, c4);
            d4 = x.fma(b1, d4);
            x = FloatVector.broadcast(SPECIES, a[p + 5 * STRIDE]);
            c5 = x.fma(b0, c5);
            d5 = x.fma(b1, d5);
            x = FloatVector.broadcast(SPECIES, a[p + 6 * STRIDE]);
            c6 = x.fma(b0, c6);
            d6 = x.fma(b1, d6);
            x = FloatVector.broadcast(SPECIES, a[p + 7 * STRIDE]);
            c7 = x.fma(b0, c7);
            d7 = x.fma(b1, d7);
            q += COLUMNS;
        }
        c0.intoArray(c, cAt);
        d0.intoArray(c, cAt + WIDTH);
        c1.intoArray(c, cAt + ldc);
        d1.intoArray(c, cAt + ldc + WIDTH);
        c2.intoArray(c, cAt + 2 * ldc);
        d2.intoArray(c, cAt + 2 * ldc + WIDTH);
        c3.intoArray(c, cAt + 3 * ldc);
        d3.intoArray(c, cAt + 3 * ldc + WIDTH);
        c4.intoArray(c, cAt + 4 * ldc);
        d4.intoArray(c, cAt + 4 * ldc + WIDTH);
        c5.intoArray(c, cAt + 5 * ldc);
        d5.intoArray(c, cAt + 5 * ldc + WIDTH);
        c6.intoArray(c, cAt + 6 * ldc);
        d6.intoArray(c, cAt + 6 * ldc + WIDTH);
        c7.intoArray(c, cAt + 7 * ldc);
        d7.intoArray(c, cAt + 7 * ldc + WIDTH);
    }

    /** 4 rows by two vectors; a is read by its rows. */
    private static void rows4(int k, float[] a, int aAt, float[] b, int bAt,
        float[] from, int fromAt, int ldf, float[] c, int cAt, int ldc) {
        FloatVector c0 = load(from, fromAt);
        FloatVector d0 = load(from, fromAt + WIDTH);
        FloatVector c1 = load(from, fromAt + ldf);
        FloatVector d1 = load(from, fromAt + ldf + WIDTH);
        FloatVector c2 = load(from, fromAt + 2 * ldf);
        FloatVector d2 = load(from, fromAt + 2 * ldf + WIDTH);
        FloatVector c3 = load(from, fromAt + 3 * ldf);
        FloatVector d3 = load(from, fromAt + 3 * ldf + WIDTH);
        int end = aAt + k;
        int q = bAt;
        for (int p = aAt; p < end; p++) {
            FloatVector b0 = load(b, q);
            FloatVector b1 = load(b, q + WIDTH);
            FloatVector x = FloatVector.broadcast(SPECIES, a[p]);
            c0 = x.fma(b0, c0);
            d0 = x.fma(b1, d0);
            x = FloatVector.broadcast(SPECIES, a[p + STRIDE]);
            c1 = x.fma(b0, c1);
            d1 = x.fma(b1, d1);
            x = FloatVector.broadcast(SPECIES, a[p + 2 * STRIDE]);
            c2 = x.fma(b0, c2);
            d2 = x.fma(b1, d2);
            x = FloatVector.broadcast(SPECIES, a[p + 3 * STRIDE]);
            c3 = x.fma(b0, c3);
            d3 = x.fma(b1, d3);
            q += COLUMNS;
        }
        c0.intoArray(c, cAt);
        d0.intoArray(c, cAt + WIDTH);
        c1.intoArray(c, cAt + ldc);
        d1.intoArray(c, cAt + ldc + WIDTH);
        c2.intoArray(c, cAt + 2 * ldc);
        d2.intoArray(c, cAt + 2 * ldc + WIDTH);
        c3.intoArray(c, cAt + 3 * ldc);
        d3.intoArray(c, cAt + 3 * ldc + WIDTH);
    }

    /** 4 rows by two vectors; a is read by its rows, b where it lies, its rows {@code ldb} apart. */
    static void inPlace(int k, float[] a, int aAt, float[] b, int bAt, int ldb,
        float[] from, int fromAt, int ldf, float[] c, int cAt, int ldc) {
        FloatVector c0 = load(from, fromAt);
        FloatVector d0 = load(from, fromAt + WIDTH);
        FloatVector c1 = load(from, fromAt + ldf);
        FloatVector d1 = load(from, fromAt + ldf + WIDTH);
        FloatVector c2 = load(from, fromAt + 2 * ldf);
        FloatVector d2 = load(from, fromAt + 2 * ldf + WIDTH);
        FloatVector c3 = load(from, fromAt + 3 * ldf);
        FloatVector d3 = load(from, fromAt + 3 * ldf + WIDTH);
        int end = aAt + k;
        int q = bAt;
        for (int p = aAt; p < end; p++) {
            FloatVector b0 = load(b, q);
            FloatVector b1 = load(b, q + WIDTH);
            FloatVector x = FloatVector.broadcast(SPECIES, a[p]);
            c0 = x.fma(b0, c0);
            d0 = x.fma(b1, d0);
            x = FloatVector.broadcast(SPECIES, a[p + STRIDE]);
            c1 = x.fma(b0, c1);
            d1 = x.fma(b1, d1);
            x = FloatVector.broadcast(SPECIES, a[p + 2 * STRIDE]);
            c2 = x.fma(b0, c2);
            d2 = x.fma(b1, d2);
            x = FloatVector.broadcast(SPECIES, a[p + 3 * STRIDE]);
            c3 = x.fma(b0, c3);
            d3 = x.fma(b1, d3);
            q += ldb;
        }
        c0.intoArray(c, cAt);
        d0.intoArray(c, cAt + WIDTH);
        c1.intoArray(c, cAt + ldc);
        d1.intoArray(c, cAt + ldc + WIDTH);
        c2.intoArray(c, cAt + 2 * ldc);
        d2.intoArray(c, cAt + 2 * ldc + WIDTH);
        c3.intoArray(c, cAt + 3 * ldc);
        d3.intoArray(c, cAt + 3 * ldc + WIDTH);
    }

    /** 12 rows by two vectors; a is packed, {@link #SLOT} a column. */
    private static void packed12(int k, float[] a, int aAt, float[] b, int bAt,
        float[] from, int fromAt, int ldf, float[] c, int cAt, int ldc) {
        FloatVector c0 = load(from, fromAt);
        FloatVector d0 = load(from, fromAt + WIDTH);
        FloatVector c1 = load(from, fromAt + ldf);
        FloatVector d1 = load(from, fromAt + ldf + WIDTH);
        FloatVector c2 = load(from, fromAt + 2 * ldf);
        FloatVector d2 = load(from, fromAt + 2 * ldf + WIDTH);
        FloatVector c3 = load(from, fromAt + 3 * ldf);
        FloatVector d3 = load(from, fromAt + 3 * ldf + WIDTH);
        FloatVector c4 = load(from, fromAt + 4 * ldf);
        FloatVector d4 = load(from, fromAt + 4 * ldf + WIDTH);
        FloatVector c5 = load(from, fromAt + 5 * ldf);
        FloatVector d5 = load(from, fromAt + 5 * ldf + WIDTH);
        FloatVector c6 = load(from, fromAt + 6 * ldf);
        FloatVector d6 = load(from, fromAt + 6 * ldf + WIDTH);
        FloatVector c7 = load(from, fromAt + 7 * ldf);
        FloatVector d7 = load(from, fromAt + 7 * ldf + WIDTH);
        FloatVector c8 = load(from, fromAt + 8 * ldf);
        FloatVector d8 = load(from, fromAt + 8 * ldf + WIDTH);
        FloatVector c9 = load(from, fromAt + 9 * ldf);
        FloatVector d9 = load(from, fromAt + 9 * ldf + WIDTH);
        FloatVector c10 = load(from, fromAt + 10 * ldf);
        FloatVector d10 = load(from, fromAt + 10 * ldf + WIDTH);
        FloatVector c11 = load(from, fromAt + 11 * ldf);
        FloatVector d11 = load(from, fromAt + 11 * ldf + WIDTH);
        int end = aAt + k * SLOT;
        int q = bAt;
        for (int p = aAt; p < end; p += SLOT) {
            FloatVector b0 = load(b, q);
            FloatVector b1 = load(b, q + WIDTH);
            FloatVector x = FloatVector.broadcast(SPECIES, a[p]);
            c0 = x.fma(b0, c0);
            d0 = x.fma(b1, d0);
            x = FloatVector.broadcast(SPECIES, a[p + 1]);
            c1 = x.fma(b0, c1);
            d1 = x.fma(b1, d1);
            x = FloatVector.broadcast(SPECIES, a[p + 2]);
            c2 = x.fma(b0, c2);
            d2 = x.fma(b1, d2);
            x = FloatVector.broadcast(SPECIES, a[p + 3]);
            c3 = x.fma(b0, c3);
            d3 = x.fma(b1, d3);
            x = FloatVector.broadcast(SPECIES, a[p + 4]);
            c4 = x.fma(b0, c4);
            d4 = x.fma(b1, d4);
            x = FloatVector.broadcast(SPECIES, a[p + 5]);
            c5 = x.fma(b0, c5);
            d5 = x.fma(b1, d5);
            x = FloatVector.broadcast(SPECIES, a[p + 6]);
            c6 = x.fma(b0, c6);
            d6 = x.fma(b1, d6);
            x = FloatVector.broadcast(SPECIES, a[p + 7]);
            c7 = x.fma(b0, c7);
            d7 = x.fma(b1, d7);
            x = FloatVector.broadcast(SPECIES, a[p + 8]);
            c8 = x.fma(b0, c8);
            d8 = x.fma(b1, d8);
            x = FloatVector.broadcast(SPECIES, a[p + 9]);
            c9 = x.fma(b0, c9);
            d9 = x.fma(b1, d9);
            x = FloatVector.broadcast(SPECIES, a[p + 10]);
            c10 = x.fma(b0, c10);
            d10 = x.fma(b1, d10);
            x = FloatVector.broadcast(SPECIES, a[p + 11]);
            c11 = x.fma(b0, c11);
            d11 = x.fma(b1, d11);
            q += COLUMNS;
        }
        c0.intoArray(c, cAt);
        d0.intoArray(c, cAt + WIDTH);
        c1.intoArray(c, cAt + ldc);
        d1.intoArray(c, cAt + ldc + WIDTH);
        c2.intoArray(c, cAt + 2 * ldc);
        d2.intoArray(c, cAt + 2 * ldc + WIDTH);
        c3.intoArray(c, cAt + 3 * ldc);
        d3.intoArray(c, cAt + 3 * ldc + WIDTH);
        c4.intoArray(c, cAt + 4 * ldc);
        d4.intoArray(c, cAt + 4 * ldc + WIDTH);
        c5.intoArray(c, cAt + 5 * ldc);
        d5.intoArray(c, cAt + 5 * ldc + WIDTH);
        c6.intoArray(c, cAt + 6 * ldc);
        d6.intoArray(c, cAt + 6 * ldc + WIDTH);
        c7.intoArray(c, cAt + 7 * ldc);
        d7.intoArray(c, cAt + 7 * ldc + WIDTH);
        c8.intoArray(c, cAt + 8 * ldc);
        d8.intoArray(c, cAt + 8 * ldc + WIDTH);
        c9.intoArray(c, cAt + 9 * ldc);
        d9.intoArray(c, cAt + 9 * ldc + WIDTH);
        c10.intoArray(c, cAt + 10 * ldc);
        d10.intoArray(c, cAt + 10 * ldc + WIDTH);
        c11.intoArray(c, cAt + 11 * ldc);
        d11.intoArray(c, cAt + 11 * ldc + WIDTH);
    }

    /** 8 rows by two vectors; a is packed, {@link #SLOT} a column. */
    private static void packed8(int k, float[] a, int aAt, float[] b, int bAt,
        float[] from, int fromAt, int ldf, float[] c, int cAt, int ldc) {
        FloatVector c0 = load(from, fromAt);
        FloatVector d0 = load(from, fromAt + WIDTH);
        FloatVector c1 = load(from, fromAt + ldf);
        FloatVector d1 = load(from, fromAt + ldf + WIDTH);
        FloatVector c2 = load(from, fromAt + 2 * ldf);
        FloatVector d2 = load(from, fromAt + 2 * ldf + WIDTH);
        FloatVector c3 = load(from, fromAt + 3 * ldf);
        FloatVector d3 = load(from, fromAt + 3 * ldf + WIDTH);
        FloatVector c4 = load(from, fromAt + 4 * ldf);
        FloatVector d4 = load(from, fromAt + 4 * ldf + WIDTH);
        FloatVector c5 = load(from, fromAt + 5 * ldf);
        FloatVector d5 = load(from, fromAt + 5 * ldf + WIDTH);
        FloatVector c6 = load(from, fromAt + 6 * ldf);
        FloatVector d6 = load(from, fromAt + 6 * ldf + WIDTH);
        FloatVector c7 = load(from, fromAt + 7 * ldf);
        FloatVector d7 = load(from, fromAt + 7 * ldf + WIDTH);
        int end = aAt + k * SLOT;
        int q = bAt;
        for (int p = aAt; p < end; p += SLOT) {
            FloatVector b0 = load(b, q);
            FloatVector b1 = load(b, q + WIDTH);
            FloatVector x = FloatVector.broadcast(SPECIES, a[p]);
            c0 = x.fma(b0, c0);
            d0 = x.fma(b1, d0);
            x = FloatVector.broadcast(SPECIES, a[p + 1]);
            c1 = x.fma(b0, c1);
            d1 = x.fma(b1, d1);
            x = FloatVector.broadcast(SPECIES, a[p + 2]);
            c2 = x.fma(b0, c2);
            d2 = x.fma(b1, d2);
            x = FloatVector.broadcast(SPECIES, a[p + 3]);
            c3 = x.fma(b0, c3);
            d3 = x.fma(b1, d3);
            x = FloatVector.broadcast(SPECIES, a[p + 4]);
            c4 = x.fma(b0, c4);
            d4 = x.fma(b1, d4);
            x = FloatVector.broadcast(SPECIES, a[p + 5]);
            c5 = x.fma(b0, c5);
            d5 = x.fma(b1, d5);
            x = FloatVector.broadcast(SPECIES, a[p + 6]);
            c6 = x.fma(b0, c6);
            d6 = x.fma(b1, d6);
            x = FloatVector.broadcast(SPECIES, a[p + 7]);
            c7 = x.fma(b0, c7);
            d7 = x.fma(b1, d7);
            q += COLUMNS;
        }
        c0.intoArray(c, cAt);
        d0.intoArray(c, cAt + WIDTH);
        c1.intoArray(c, cAt + ldc);
        d1.intoArray(c, cAt + ldc + WIDTH);
        c2.intoArray(c, cAt + 2 * ldc);
        d2.intoArray(c, cAt + 2 * ldc + WIDTH);
        c3.intoArray(c, cAt + 3 * ldc);
        d3.intoArray(c, cAt + 3 * ldc + WIDTH);
        c4.intoArray(c, cAt + 4 * ldc);
        d4.intoArray(c, cAt + 4 * ldc + WIDTH);
        c5.intoArray(c, cAt + 5 * ldc);
        d5.intoArray(c, cAt + 5 * ldc + WIDTH);
        c6.intoArray(c, cAt + 6 * ldc);
        d6.intoArray(c, cAt + 6 * ldc + WIDTH);
        c7.intoArray(c, cAt + 7 * ldc);
        d7.intoArray(c, cAt + 7 * ldc + WIDTH);
    }

    /** 4 rows by two vectors; a is packed, {@link #SLOT} a column. */
    private static void packed4(int k, float[] a, int aAt, float[] b, int bAt,
        float[] from, int fromAt, int ldf, float[] c, int cAt, int ldc) {
        FloatVector c0 = load(from, fromAt);
        FloatVector d0 = load(from, fromAt + WIDTH);
        FloatVector c1 = load(from, fromAt + ldf);
        FloatVector d1 = load(from, fromAt + ldf + WIDTH);
        FloatVector c2 = load(from, fromAt + 2 * ldf);
        FloatVector d2 = load(from, fromAt + 2 * ldf + WIDTH);
        FloatVector c3 = load(from, fromAt + 3 * ldf);
        FloatVector d3 = load(from, fromAt + 3 * ldf + WIDTH);
        int end = aAt + k * SLOT;
        int q = bAt;
        for (int p = aAt; p < end; p += SLOT) {
            FloatVector b0 = load(b, q);
            FloatVector b1 = load(b, q + WIDTH);
            FloatVector x = FloatVector.broadcast(SPECIES, a[p]);
            c0 = x.fma(b0, c0);
            d0 = x.fma(b1, d0);
            x = FloatVector.broadcast(SPECIES, a[p + 1]);
            c1 = x.fma(b0, c1);
            d1 = x.fma(b1, d1);
            x = FloatVector.broadcast(SPECIES, a[p + 2]);
            c2 = x.fma(b0, c2);
            d2 = x.fma(b1, d2);
            x = FloatVector.broadcast(SPECIES, a[p + 3]);
            c3 = x.fma(b0, c3);
            d3 = x.fma(b1, d3);
            q += COLUMNS;
        }
        c0.intoArray(c, cAt);
        d0.intoArray(c, cAt + WIDTH);
        c1.intoArray(c, cAt + ldc);
        d1.intoArray(c, cAt + ldc + WIDTH);
        c2.intoArray(c, cAt + 2 * ldc);
        d2.intoArray(c, cAt + 2 * ldc + WIDTH);
        c3.intoArray(c, cAt + 3 * ldc);
        d3.intoArray(c, cAt + 3 * ldc + WIDTH);
    }
}
