package dev.longrun.laws;

import java.util.Arrays;

/**
 * Newton's method with Levenberg's damping: where the curvature is not positive, or a step does not descend, the step
 * is shortened towards the gradient's until it does. Some parameters may be held fast. Own code, because a law has at
 * most nine parameters: a general library brings nothing but its size, and allocates at each step.
 */
final class Newton {

    private static final int MOST_STEPS = 300;
    private static final double LONGEST_STEP = 2; // in any one parameter; all are logarithms or exponents
    private static final double TOLERANCE = 1e-13;

    private final Objective objective;
    private final int[] free;
    private final double[] gradient;
    private final double[][] curvature;
    private final double[][] factor;
    private final double[] step;
    private int steps;

    Newton(Objective objective, int... held) {
        this.objective = objective;
        int size = objective.size();
        boolean[] fixed = new boolean[size];
        for (int index : held) {
            fixed[index] = true;
        }
        int[] indices = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (!fixed[i]) {
                indices[count++] = i;
            }
        }
        free = Arrays.copyOf(indices, count);
        gradient = new double[size];
        curvature = new double[size][size];
        factor = new double[count][count];
        step = new double[count];
    }

    /** How many steps the last descent took. */
    int steps() {
        return steps;
    }

    /** Descends from {@code theta}, which ends as the place of the minimum; returns the least value. */
    double descend(double[] theta) {
        double damping = 1e-3;
        double value = objective.derivatives(theta, gradient, curvature);
        double[] next = theta.clone();
        int idle = 0;
        for (steps = 0; steps < MOST_STEPS && Double.isFinite(value); steps++) {
            double promised = solve(damping);
            if (Double.isNaN(promised)) {
                damping = Math.max(damping * 10, 1e-8);
                if (damping > 1e14) {
                    break;
                }
                continue;
            }
            for (int i = 0; i < free.length; i++) {
                next[free[i]] = theta[free[i]] + step[i];
            }
            double reached = objective.value(next);
            if (reached < value) {
                double gain = value - reached;
                System.arraycopy(next, 0, theta, 0, theta.length);
                idle = gain < TOLERANCE * value ? idle + 1 : 0;
                double share = gain / promised;
                damping = share > 0.7 ? damping / 8 : share < 0.2 ? damping * 3 : damping / 1.5;
                if (idle > 1) {
                    return reached;
                }
                value = objective.derivatives(theta, gradient, curvature);
            } else {
                if (promised < TOLERANCE * value || damping > 1e14) {
                    break;
                }
                damping = Math.max(damping * 5, 1e-9);
            }
        }
        return value;
    }

    /** Solves for the step; returns the descent it promises, NaN where the damped curvature is not positive. */
    private double solve(double damping) {
        int size = free.length;
        double greatest = 0;
        for (int i : free) {
            greatest = Math.max(greatest, Math.abs(curvature[i][i]));
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = curvature[free[i]][free[j]];
                if (i == j) {
                    sum += damping * Math.max(Math.abs(sum), 1e-9 * greatest + 1e-300);
                }
                for (int k = 0; k < j; k++) {
                    sum -= factor[i][k] * factor[j][k];
                }
                if (i == j) {
                    if (!(sum > 1e-14 * greatest * damping)) {
                        return Double.NaN;
                    }
                    factor[i][i] = Math.sqrt(sum);
                } else {
                    factor[i][j] = sum / factor[j][j];
                }
            }
        }
        for (int i = 0; i < size; i++) {
            double sum = -gradient[free[i]];
            for (int k = 0; k < i; k++) {
                sum -= factor[i][k] * step[k];
            }
            step[i] = sum / factor[i][i];
        }
        double promised = 0;
        for (int i = 0; i < size; i++) {
            promised += step[i] * step[i] / 2;
        }
        double longest = 0;
        for (int i = size - 1; i >= 0; i--) {
            double sum = step[i];
            for (int k = i + 1; k < size; k++) {
                sum -= factor[k][i] * step[k];
            }
            step[i] = sum / factor[i][i];
            longest = Math.max(longest, Math.abs(step[i]));
        }
        if (!(longest < 1e100)) {
            return Double.NaN;
        }
        if (longest > LONGEST_STEP) {
            for (int i = 0; i < size; i++) {
                step[i] *= LONGEST_STEP / longest;
            }
        }
        return promised;
    }
}
