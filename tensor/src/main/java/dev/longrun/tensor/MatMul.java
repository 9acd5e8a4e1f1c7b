package dev.longrun.tensor;

import java.util.Locale;
import java.util.Objects;

/**
 * Matrix products on row-major blocks of {@code float[]}. Whatever the machine and the number of threads,
 * {@code c[i,j]} starts at 0 (or at {@code c[i,j]} when accumulating) and takes {@code fma(a, b, c)} for
 * {@code p = 0..k-1} in order: the bits are those of {@link ScalarMatMul}. An instance keeps its scratch, so it serves
 * one caller at a time; {@code c} must not overlap {@code a} or {@code b}.
 */
public final class MatMul {

    private final ThreadTeam team;

    /** A product that runs on {@code team}. Inside a task of a team, use one made with a team of size 1. */
    public MatMul(ThreadTeam team) {
        this.team = Objects.requireNonNull(team);
    }

    /**
     * {@code C[m,n] (+)= A[m,k] B[k,n]}; {@code aAt} is the offset of the block's first element, {@code lda} the
     * distance between its rows, and alike for b and c.
     *
     * @throws IllegalArgumentException if a size is negative or a block leaves its array
     */
    public void nn(int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
        float[] c, int cAt, int ldc, boolean accumulate) {
        check(m, n, k, a, aAt, lda, m, k, b, bAt, ldb, k, n, c, cAt, ldc);
        ScalarMatMul.nn(m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, accumulate);
    }

    /**
     * {@code C[m,n] (+)= A[m,k] B[n,k]} with b transposed, as {@link #nn} otherwise.
     *
     * @throws IllegalArgumentException if a size is negative or a block leaves its array
     */
    public void nt(int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
        float[] c, int cAt, int ldc, boolean accumulate) {
        check(m, n, k, a, aAt, lda, m, k, b, bAt, ldb, n, k, c, cAt, ldc);
        ScalarMatMul.nt(m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, accumulate);
    }

    /**
     * {@code C[m,n] (+)= A[k,m] B[k,n]} with a transposed, as {@link #nn} otherwise.
     *
     * @throws IllegalArgumentException if a size is negative or a block leaves its array
     */
    public void tn(int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
        float[] c, int cAt, int ldc, boolean accumulate) {
        check(m, n, k, a, aAt, lda, k, m, b, bAt, ldb, k, n, c, cAt, ldc);
        ScalarMatMul.tn(m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, accumulate);
    }

    private static void check(int m, int n, int k, float[] a, int aAt, int lda, int aRows, int aColumns,
        float[] b, int bAt, int ldb, int bRows, int bColumns, float[] c, int cAt, int ldc) {
        if (m < 0 || n < 0 || k < 0) {
            throw new IllegalArgumentException(
                String.format(Locale.ROOT, "product of m %d, n %d, k %d: no size may be negative", m, n, k));
        }
        check("a", a, aAt, lda, aRows, aColumns);
        check("b", b, bAt, ldb, bRows, bColumns);
        check("c", c, cAt, ldc, m, n);
    }

    private static void check(String name, float[] array, int at, int stride, int rows, int columns) {
        if (rows == 0 || columns == 0) {
            return;
        }
        long end = at + (rows - 1L) * stride + columns;
        if (at < 0 || stride < columns || end > array.length) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                "%s[%d,%d] at %d with %d from row to row leaves its array of %d (or its rows overlap)",
                name, rows, columns, at, stride, array.length));
        }
    }
}
