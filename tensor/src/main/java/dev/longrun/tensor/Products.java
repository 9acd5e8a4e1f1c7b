package dev.longrun.tensor;

/**
 * Matrix products on row-major blocks of {@code float[]}: {@code aAt} is the offset of a block's first element,
 * {@code lda} the distance between its rows, and alike for b and c. The same bits for any number of threads.
 */
public interface Products {

    /**
     * {@code C[m,n] (+)= A[m,k] B[k,n]}.
     *
     * @throws IllegalArgumentException if a size is negative or a block leaves its array
     */
    void nn(int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
        float[] c, int cAt, int ldc, boolean accumulate);

    /**
     * {@code C[m,n] (+)= A[m,k] B[n,k]} with b transposed.
     *
     * @throws IllegalArgumentException if a size is negative or a block leaves its array
     */
    void nt(int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
        float[] c, int cAt, int ldc, boolean accumulate);

    /**
     * {@code C[m,n] (+)= A[k,m] B[k,n]} with a transposed.
     *
     * @throws IllegalArgumentException if a size is negative or a block leaves its array
     */
    void tn(int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
        float[] c, int cAt, int ldc, boolean accumulate);
}
