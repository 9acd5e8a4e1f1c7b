package dev.longrun.tensor;

/** The scalar twin of {@link Bf16MatMul}: plain loops, the reference for every bit that it gives. */
public final class ScalarBf16MatMul implements Products {

    @Override
    public void nn(int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
        float[] c, int cAt, int ldc, boolean accumulate) {
        product(m, n, k, a, aAt, lda, 1, b, bAt, ldb, 1, c, cAt, ldc, accumulate);
    }

    @Override
    public void nt(int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
        float[] c, int cAt, int ldc, boolean accumulate) {
        product(m, n, k, a, aAt, lda, 1, b, bAt, 1, ldb, c, cAt, ldc, accumulate);
    }

    @Override
    public void tn(int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
        float[] c, int cAt, int ldc, boolean accumulate) {
        product(m, n, k, a, aAt, 1, lda, b, bAt, ldb, 1, c, cAt, ldc, accumulate);
    }

    /** Kept as it is, row by row. */
    @Override
    public void pack(boolean transposed, float[] b, int bAt, int ldb, PackedMatrix into) {
        MatMul.check(transposed, b, bAt, ldb, into);
        for (int p = 0; p < into.k; p++) {
            for (int j = 0; j < into.n; j++) {
                into.values()[p * into.n + j] = b[transposed ? bAt + j * ldb + p : bAt + p * ldb + j];
            }
        }
    }

    @Override
    public void nn(int m, int n, int k, float[] a, int aAt, int lda, PackedMatrix b, float[] c, int cAt, int ldc,
        boolean accumulate) {
        MatMul.check(m, n, k, a, aAt, lda, b, c, cAt, ldc);
        product(m, n, k, a, aAt, lda, 1, b.values(), 0, b.n, 1, c, cAt, ldc, accumulate);
    }

    /** The product with a stride per axis: {@code a[i,p]} at {@code aAt + i * aRow + p * aColumn}, b[p,j] alike. */
    private static void product(int m, int n, int k, float[] a, int aAt, int aRow, int aColumn,
        float[] b, int bAt, int bRow, int bColumn, float[] c, int cAt, int ldc, boolean accumulate) {
        short zero = 0;
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float sum = accumulate ? c[cAt + i * ldc + j] : 0;
                int aRowAt = aAt + i * aRow;
                int bColumnAt = bAt + j * bColumn;
                for (int p = 0; p < k; p += 2) {
                    short a0 = Bf16.round(a[aRowAt + p * aColumn]);
                    short b0 = Bf16.round(b[bColumnAt + p * bRow]);
                    boolean single = p + 1 == k;
                    short a1 = single ? zero : Bf16.round(a[aRowAt + (p + 1) * aColumn]);
                    short b1 = single ? zero : Bf16.round(b[bColumnAt + (p + 1) * bRow]);
                    sum = Bf16.dot(sum, a0, a1, b0, b1);
                }
                c[cAt + i * ldc + j] = sum;
            }
        }
    }
}
