package dev.longrun.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Bf16MatMulTest {

    private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 8, 11, 12, 13, 16, 24, 31, 32, 33, 48, 64, 100, 145, 207};

    private interface Product {
        void run(int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
            float[] c, int cAt, int ldc, boolean accumulate);
    }

    private enum Kind {
        NN, NT, TN;

        Product of(Products product) {
            return switch (this) {
                case NN -> product::nn;
                case NT -> product::nt;
                case TN -> product::tn;
            };
        }
    }

    private final SplittableRandom random = new SplittableRandom(7);
    private double spread = 0;

    @BeforeEach
    void possibleHere() {
        assumeTrue(Bf16Support.refusal().isEmpty(), () -> "no bf16 products here: " + Bf16Support.refusal().get());
    }

    @Test
    void equalsItsTwinBitForBit() {
        for (int threads = 1; threads <= 4; threads++) {
            try (ThreadTeam team = new ThreadTeam(threads)) {
                Bf16MatMul product = new Bf16MatMul(team);
                for (int i = 0; i < 400; i++) {
                    Kind kind = Kind.values()[i % 3];
                    compare(kind, product, pick(), pick(), pick(), random.nextBoolean());
                }
            }
        }
    }

    /** Exponents so far apart that sums overflow, and terms and sums fall below the least normal number. */
    @Test
    void equalsItsTwinWhereNumbersEnd() {
        spread = 100;
        try (ThreadTeam team = new ThreadTeam(1)) {
            Bf16MatMul product = new Bf16MatMul(team);
            for (int i = 0; i < 150; i++) {
                compare(Kind.values()[i % 3], product, pick(), pick(), 1 + random.nextInt(9), random.nextBoolean());
            }
        }
    }

    @Test
    void equalsItsTwinAcrossTheBlocks() {
        int[][] shapes = {{5, 40, 1700}, {1000, 33, 100}, {33, 4100, 20}, {1100, 36, 780}, {145, 70, 1000},
            {1, 1000, 900}, {2, 64, 64}, {400, 130, 130}, {24, 2080, 70}, {50, 300, 512}, {30, 90, 2049}};
        for (int threads : new int[] {1, 3}) {
            try (ThreadTeam team = new ThreadTeam(threads)) {
                Bf16MatMul product = new Bf16MatMul(team);
                for (int[] s : shapes) {
                    for (Kind kind : Kind.values()) {
                        compare(kind, product, s[0], s[1], s[2], false);
                        compare(kind, product, s[0], s[1], s[2], true);
                    }
                }
            }
        }
    }

    /** Packed ahead, as b[k,n] and as b[n,k], and used in part. */
    @Test
    void equalsItsTwinWithWhatWasPackedAhead() {
        int[][] shapes = {{5, 40, 17}, {150, 33, 100}, {33, 2100, 20}, {20, 70, 2100}, {1, 31, 1}, {300, 96, 64}};
        for (int threads : new int[] {1, 3}) {
            try (ThreadTeam team = new ThreadTeam(threads)) {
                Bf16MatMul product = new Bf16MatMul(team);
                for (int[] s : shapes) {
                    compareAhead(product, s[0], s[1], s[2], s[1], s[2]);
                    compareAhead(product, s[0], s[1], s[2], 1 + s[1] / 2, 1 + s[2] / 3);
                }
            }
        }
    }

    private void compareAhead(Bf16MatMul product, int m, int n, int k, int usedN, int usedK) {
        for (boolean transposed : new boolean[] {false, true}) {
            int ldb = (transposed ? k : n) + 3;
            float[] b = normal(2 + (transposed ? n : k) * ldb);
            PackedMatrix packed = new PackedMatrix(k, n);
            product.pack(transposed, b, 2, ldb, packed);
            float[] a = normal(m * usedK);
            float[] c = normal(m * usedN);
            float[] expected = c.clone();
            product.nn(m, usedN, usedK, a, 0, usedK, packed, c, 0, usedN, true);
            if (transposed) {
                new ScalarBf16MatMul().nt(m, usedN, usedK, a, 0, usedK, b, 2, ldb, expected, 0, usedN, true);
            } else {
                new ScalarBf16MatMul().nn(m, usedN, usedK, a, 0, usedK, b, 2, ldb, expected, 0, usedN, true);
            }
            assertArrayEquals(expected, c, transposed + " " + m + " " + n + " " + k);
        }
        assertThrows(IllegalArgumentException.class, () -> product.nn(1, n + 1, 1, new float[1], 0, 1,
            new PackedMatrix(k, n), new float[n + 1], 0, n + 1, false));
    }

    @Test
    void nothingToDo() {
        try (ThreadTeam team = new ThreadTeam(2)) {
            Bf16MatMul product = new Bf16MatMul(team);
            for (Kind kind : Kind.values()) {
                compare(kind, product, 5, 6, 0, false);
                compare(kind, product, 5, 6, 0, true);
                compare(kind, product, 0, 6, 3, false);
                compare(kind, product, 5, 0, 3, true);
            }
        }
    }

    @Test
    void refusesBlocksOutsideTheirArrays() {
        try (ThreadTeam team = new ThreadTeam(1)) {
            Bf16MatMul product = new Bf16MatMul(team);
            float[] x = new float[15];
            assertThrows(IllegalArgumentException.class,
                () -> product.nn(4, 4, 4, x, 0, 4, new float[16], 0, 4, new float[16], 0, 4, false));
            assertThrows(IllegalArgumentException.class,
                () -> product.nt(4, 4, 4, new float[16], 0, 4, x, 0, 4, new float[16], 0, 4, false));
            assertThrows(IllegalArgumentException.class,
                () -> product.tn(4, 4, 4, new float[16], 0, 4, new float[16], 0, 4, x, 0, 4, false));
            assertThrows(IllegalArgumentException.class,
                () -> product.nn(-1, 4, 4, x, 0, 4, x, 0, 4, x, 0, 4, false));
        }
    }

    private int pick() {
        return random.nextInt(4) == 0 ? 1 + random.nextInt(300) : SIZES[random.nextInt(SIZES.length)];
    }

    /** Blocks inside larger arrays; what lies around c must stay. */
    private void compare(Kind kind, Products product, int m, int n, int k, boolean accumulate) {
        int[] aSize = kind == Kind.TN ? new int[] {k, m} : new int[] {m, k};
        int[] bSize = kind == Kind.NT ? new int[] {n, k} : new int[] {k, n};
        int lda = aSize[1] + random.nextInt(4);
        int ldb = bSize[1] + random.nextInt(4);
        int ldc = n + random.nextInt(4);
        int aAt = random.nextInt(5);
        int bAt = random.nextInt(5);
        int cAt = random.nextInt(5);
        // arrays end where the blocks do: a read or write beyond them would be one of foreign memory
        float[] a = normal(aAt + Math.max(0, (aSize[0] - 1) * lda + aSize[1]));
        float[] b = normal(bAt + Math.max(0, (bSize[0] - 1) * ldb + bSize[1]));
        float[] c = normal(cAt + m * ldc + 7);
        float[] expected = c.clone();
        kind.of(new ScalarBf16MatMul()).run(m, n, k, a, aAt, lda, b, bAt, ldb, expected, cAt, ldc, accumulate);
        kind.of(product).run(m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, accumulate);
        for (int i = 0; i < c.length; i++) {
            if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(c[i])) {
                assertEquals(expected[i], c[i], kind + " m " + m + " n " + n + " k " + k + " accumulate " + accumulate
                    + " at " + i + " of c at " + cAt + " stride " + ldc);
            }
        }
    }

    private float[] normal(int size) {
        float[] x = new float[size];
        for (int i = 0; i < size; i++) {
            x[i] = (float) (random.nextGaussian() * Math.pow(2, spread * random.nextDouble(-1, 1)));
        }
        return x;
    }
}
