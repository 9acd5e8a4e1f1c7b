package dev.longrun.train;

import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.ThreadTeam;

/**
 * The nearest matrix whose singular values are all about 1, by five steps of Muon's quintic Newton-Schulz iteration
 * (KellerJordan/Muon): from X = G / (|G| + 1e-7), Frobenius norm, {@code X = a X + (b A + c A A) X, A = X X^T}. The
 * polynomial is steep at 0 and does not settle: singular values end between about 0.7 and 1.2. A tall matrix is
 * multiplied from the other side, with A = X^T X, so A has the shorter side. Written as two products after A:
 * {@code X = (a I + (b I + c A) A) X}.
 */
final class NewtonSchulz {

    static final int STEPS = 5;
    static final float A = 3.4445f;
    static final float B = -4.7750f;
    static final float C = 2.0315f;
    private static final double EPSILON = 1e-7;

    private final Kernels kernels = Kernels.fastest();
    private final MatMul products;
    private final float[] other;
    private final float[] gram;
    private final float[] inner;
    private final float[] outer;

    /** For matrices of up to {@code elements} with a shorter side of up to {@code side}. */
    NewtonSchulz(ThreadTeam team, int elements, int side) {
        products = new MatMul(team);
        other = new float[elements];
        gram = new float[side * side];
        inner = new float[side * side];
        outer = new float[side * side];
    }

    /** Puts the result in the place of {@code x[rows, columns]}. */
    void run(float[] x, int at, int rows, int columns) {
        int size = rows * columns;
        double norm = StrictMath.sqrt(kernels.sumOfSquares(x, at, size));
        System.arraycopy(x, at, other, 0, size);
        kernels.scale(other, 0, (float) (1 / (norm + EPSILON)), size);
        for (int step = 0; step < STEPS; step++) {
            // Odd in number, so the last one writes to x.
            if (step % 2 == 0) {
                step(other, 0, x, at, rows, columns);
            } else {
                step(x, at, other, 0, rows, columns);
            }
        }
    }

    private void step(float[] from, int fromAt, float[] to, int toAt, int rows, int columns) {
        boolean tall = rows > columns;
        int side = Math.min(rows, columns);
        if (tall) {
            products.tn(side, side, rows, from, fromAt, side, from, fromAt, side, gram, 0, side, false);
        } else {
            products.nt(side, side, columns, from, fromAt, columns, from, fromAt, columns, gram, 0, side, false);
        }
        System.arraycopy(gram, 0, inner, 0, side * side);
        kernels.scale(inner, 0, C, side * side);
        addToDiagonal(inner, B, side);
        products.nn(side, side, side, inner, 0, side, gram, 0, side, outer, 0, side, false);
        addToDiagonal(outer, A, side);
        if (tall) {
            products.nn(rows, side, side, from, fromAt, side, outer, 0, side, to, toAt, side, false);
        } else {
            products.nn(side, columns, side, outer, 0, side, from, fromAt, columns, to, toAt, columns, false);
        }
    }

    private static void addToDiagonal(float[] matrix, float value, int side) {
        for (int i = 0; i < side; i++) {
            matrix[i * side + i] += value;
        }
    }
}
