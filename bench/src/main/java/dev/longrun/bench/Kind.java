package dev.longrun.bench;

/** The three products of a linear layer's training. */
enum Kind {
    /** {@code C[m,n] = A[m,k] B[k,n]}: the gradient of a layer's inputs. */
    NN,
    /** {@code C[m,n] = A[m,k] B[n,k]^T}: a layer forward. */
    NT,
    /** {@code C[m,n] = A[k,m]^T B[k,n]}: the gradient of its weights. */
    TN;

    boolean transposesA() {
        return this == TN;
    }

    boolean transposesB() {
        return this == NT;
    }
}
