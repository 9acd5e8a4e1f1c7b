package dev.longrun.laws;

/**
 * Least squares with no factor below 0, for up to three factors: each set of factors that may be above 0 is solved, and
 * the best that has none below is taken. Seven sets at most; an active-set method (Lawson and Hanson) is for more.
 */
final class NonNegative {

    private NonNegative() {
    }

    /**
     * Makes |X c - y|^2 least.
     *
     * @param products X'X, its columns of like size
     * @param targets X'y
     * @param best written over with c
     * @return |X c - y|^2 - |y|^2
     */
    static double solve(double[][] products, double[] targets, double[] best) {
        int size = targets.length;
        double least = Double.POSITIVE_INFINITY;
        double[] c = new double[size];
        for (int set = 1; set < 1 << size; set++) {
            if (!solve(products, targets, set, c)) {
                continue;
            }
            double value = 0;
            for (int i = 0; i < size; i++) {
                value -= c[i] * targets[i];
            }
            if (value < least) {
                least = value;
                System.arraycopy(c, 0, best, 0, size);
            }
        }
        return least;
    }

    /** Solves for the factors of a set, by Cholesky; false where one comes out below 0 or the columns are alike. */
    private static boolean solve(double[][] products, double[] targets, int set, double[] c) {
        int size = targets.length;
        double[][] l = new double[size][size];
        double[] y = new double[size];
        for (int i = 0; i < size; i++) {
            c[i] = 0;
            if ((set >> i & 1) == 0) {
                continue;
            }
            for (int j = 0; j <= i; j++) {
                if ((set >> j & 1) == 0) {
                    continue;
                }
                double sum = products[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                if (i == j && !(sum > 1e-13 * products[i][i])) {
                    return false;
                }
                l[i][j] = i == j ? Math.sqrt(sum) : sum / l[j][j];
            }
            y[i] = targets[i];
            for (int k = 0; k < i; k++) {
                y[i] -= l[i][k] * y[k];
            }
            y[i] /= l[i][i];
        }
        for (int i = size - 1; i >= 0; i--) {
            if ((set >> i & 1) == 0) {
                continue;
            }
            double sum = y[i];
            for (int k = i + 1; k < size; k++) {
                sum -= l[k][i] * c[k];
            }
            c[i] = sum / l[i][i];
            if (!(c[i] >= 0)) {
                return false;
            }
        }
        return true;
    }
}
