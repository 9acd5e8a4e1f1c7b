package dev.longrun.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MatMulTest {

    private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 8, 11, 12, 13, 16, 24, 31, 32, 33, 48, 64, 100, 145, 207};

    private interface Product {
        void run(int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
            float[] c, int cAt, int ldc, boolean accumulate);
    }

    private enum Kind {
        NN, NT, TN;

        Product of(MatMul product) {
            return switch (this) {
                case NN -> product::nn;
                case NT -> product::nt;
                case TN -> product::tn;
            };
        }

        Product twin() {
            return switch (this) {
                case NN -> ScalarMatMul::nn;
                case NT -> ScalarMatMul::nt;
                case TN -> ScalarMatMul::tn;
            };
        }
    }

    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void equalsItsTwinBitForBit() {
        for (int threads = 1; threads <= 4; threads++) {
            try (ThreadTeam team = new ThreadTeam(threads)) {
                MatMul product = new MatMul(team);
                for (int i = 0; i < 400; i++) {
                    Kind kind = Kind.values()[i % 3];
                    compare(kind, product, pick(), pick(), pick(), random.nextBoolean());
                }
            }
        }
    }

    @Test
    void equalsItsTwinAcrossTheBlocks() {
        int[][] shapes = {{5, 40, 1700}, {1000, 33, 100}, {33, 4100, 20}, {1100, 36, 780}, {145, 70, 1000},
            {1, 1000, 900}, {2, 64, 64}, {400, 130, 130}, {24, 2080, 70}, {25, 2080, 70}, {50, 300, 512},
            {30, 520, 1024}};
        for (int threads : new int[] {1, 3}) {
            try (ThreadTeam team = new ThreadTeam(threads)) {
                MatMul product = new MatMul(team);
                for (int[] s : shapes) {
                    for (Kind kind : Kind.values()) {
                        compare(kind, product, s[0], s[1], s[2], false);
                        compare(kind, product, s[0], s[1], s[2], true);
                    }
                }
            }
        }
    }

    @Test
    void whatIsPackedAheadGivesTheSameBits() {
        for (int threads : new int[] {1, 3}) {
            try (ThreadTeam team = new ThreadTeam(threads)) {
                MatMul product = new MatMul(team);
                for (int i = 0; i < 200; i++) {
                    packedAhead(product, pick(), pick(), pick(), random.nextInt(3) * 40, random.nextInt(3) * 40);
                }
                packedAhead(product, 130, 300, 1100, 0, 70);
                packedAhead(product, 1, 4100, 600, 100, 0);
            }
        }
    }

    /** The first k rows and n columns of a packed matrix that has some more of both, both ways round. */
    private void packedAhead(MatMul product, int m, int n, int k, int moreColumns, int moreRows) {
        int columns = n + moreColumns;
        int rows = k + moreRows;
        float[] a = operand(3, m, k, k + 5);
        float[] expected = new float[m * n];
        for (boolean transposed : new boolean[] {false, true}) {
            int ldb = (transposed ? rows : columns) + 2;
            float[] b = operand(1, transposed ? columns : rows, transposed ? rows : columns, ldb);
            PackedMatrix packed = new PackedMatrix(rows, columns);
            product.pack(transposed, b, 1, ldb, packed);
            if (transposed) {
                ScalarMatMul.nt(m, n, k, a, 3, k + 5, b, 1, ldb, expected, 0, n, false);
            } else {
                ScalarMatMul.nn(m, n, k, a, 3, k + 5, b, 1, ldb, expected, 0, n, false);
            }
            float[] c = new float[m * n];
            product.nn(m, n, k, a, 3, k + 5, packed, c, 0, n, false);
            assertEquals(-1, Arrays.mismatch(expected, c), () -> "m " + m + " n " + n + " of " + columns + " k " + k
                + " of " + rows + (transposed ? " transposed" : ""));
        }
    }

    @Test
    void nothingToDo() {
        try (ThreadTeam team = new ThreadTeam(2)) {
            MatMul product = new MatMul(team);
            for (Kind kind : Kind.values()) {
                compare(kind, product, 5, 6, 0, false);
                compare(kind, product, 5, 6, 0, true);
                compare(kind, product, 0, 6, 3, false);
                compare(kind, product, 5, 0, 3, false);
            }
        }
    }

    @Test
    void refusesBlocksOutsideTheirArrays() {
        try (ThreadTeam team = new ThreadTeam(1)) {
            MatMul product = new MatMul(team);
            float[] x = new float[100];
            product.nn(10, 10, 10, x, 0, 10, x, 0, 10, new float[100], 0, 10, false);
            refuse("m -1", () -> product.nn(-1, 1, 1, x, 0, 1, x, 0, 1, x, 0, 1, false));
            refuse("a[10,10] at 1", () -> product.nn(10, 10, 10, x, 1, 10, x, 0, 10, x, 0, 10, false));
            refuse("b[10,9]", () -> product.nt(10, 10, 9, x, 0, 9, x, 10, 10, x, 0, 10, false));
            refuse("c[10,10] at -1", () -> product.tn(10, 10, 10, x, 0, 10, x, 0, 10, x, -1, 10, false));
            refuse("with 9 from row to row", () -> product.nn(10, 10, 10, x, 0, 10, x, 0, 10, x, 0, 9, false));
            PackedMatrix packed = new PackedMatrix(10, 10);
            refuse("b[11,10] of a packed matrix of 10 x 10",
                () -> product.nn(1, 10, 11, x, 0, 11, packed, x, 0, 10, false));
            refuse("b[10,10] at 5", () -> product.pack(false, x, 5, 10, packed));
            int huge = Integer.MAX_VALUE;
            refuse("a[2147483647,1]", () -> product.nn(huge, 1, 1, x, huge, huge, x, 0, 1, x, 0, 1, false));
        }
    }

    private static void refuse(String part, Runnable call) {
        String message = assertThrows(IllegalArgumentException.class, call::run).getMessage();
        assertTrue(message.contains(part), message);
    }

    private int pick() {
        return SIZES[random.nextInt(SIZES.length)];
    }

    private void compare(Kind kind, MatMul product, int m, int n, int k, boolean accumulate) {
        int aRows = kind == Kind.TN ? k : m;
        int aColumns = kind == Kind.TN ? m : k;
        int bRows = kind == Kind.NT ? n : k;
        int bColumns = kind == Kind.NT ? k : n;
        int aAt = random.nextInt(20);
        int bAt = random.nextInt(20);
        int cAt = random.nextInt(20);
        int lda = aColumns + random.nextInt(3) * 5;
        int ldb = bColumns + random.nextInt(3) * 5;
        int ldc = n + random.nextInt(3) * 5;
        // exact lengths: reading past a block's last element is caught; NaN beside the blocks: nothing of it is used
        float[] a = operand(aAt, aRows, aColumns, lda);
        float[] b = operand(bAt, bRows, bColumns, ldb);
        float[] c = new float[cAt + m * ldc + 40];
        Arrays.fill(c, Float.NaN);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                c[cAt + i * ldc + j] = accumulate ? random.nextFloat() - 0.5f : Float.POSITIVE_INFINITY;
            }
        }
        float[] expected = c.clone();
        kind.twin().run(m, n, k, a, aAt, lda, b, bAt, ldb, expected, cAt, ldc, accumulate);
        kind.of(product).run(m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, accumulate);
        int at = Arrays.mismatch(expected, c);
        assertEquals(-1, at, () -> kind + " m " + m + " n " + n + " k " + k + (accumulate ? " accumulating" : "")
            + ": element " + (at - cAt) + " with " + ldc + " a row");
    }

    private float[] operand(int at, int rows, int columns, int stride) {
        float[] block = new float[at + (rows == 0 || columns == 0 ? 0 : (rows - 1) * stride + columns)];
        Arrays.fill(block, Float.NaN);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                block[at + i * stride + j] = random.nextFloat() - 0.5f;
            }
        }
        return block;
    }
}
