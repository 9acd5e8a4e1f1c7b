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

    /**
     * Packs {@code B[k,n]}, or where {@code transposed} the transpose of {@code B[n,k]}, k and n being those of
     * {@code into}, for products of this kind.
     *
     * @throws IllegalArgumentException if a block leaves its array
     */
    void pack(boolean transposed, float[] b, int bAt, int ldb, PackedMatrix into);

    /**
     * {@code C[m,n] (+)= A[m,k] B[k,n]} with the first k rows and n columns of what {@link #pack} packed last.
     *
     * @throws IllegalArgumentException if a size is negative, a block leaves its array, or b has fewer rows or columns
     */
    void nn(int m, int n, int k, float[] a, int aAt, int lda, PackedMatrix b, float[] c, int cAt, int ldc,
        boolean accumulate);
}
