package dev.longrun.risk;

import java.util.function.ToDoubleFunction;

/**
 * Which input the spread of a result comes from (Sobol'): {@code first} is the share of the variance that goes when
 * that input is known, {@code total} the share that stays when all others are. Estimators: A. Saltelli et al.,
 * Computer Physics Communications 181 (2010), table 2, (b) and (f): mean of f(B) (f(AB) - f(A)), and of (f(A) -
 * f(AB))^2 / 2.
 *
 * @param variance of the result
 */
public record VarianceShares(double[] first, double[] total, double variance) {

    /** Of a function on the unit cube, by points of twice its dimensions. */
    static VarianceShares of(int dimensions, ToDoubleFunction<double[]> function, Sampling sampling) {
        // One pass for A and B, one for each input: the same lattice every time, so the points are common.
        double[][] a = sampling.values(2 * dimensions, u -> function.applyAsDouble(half(u, 0)));
        double[][] b = sampling.values(2 * dimensions, u -> function.applyAsDouble(half(u, dimensions)));
        double mean = mean(a, b);
        double variance = 0;
        long count = 2L * a.length * a[0].length;
        for (int c = 0; c < a.length; c++) {
            for (int i = 0; i < a[c].length; i++) {
                a[c][i] -= mean;
                b[c][i] -= mean;
                variance += (a[c][i] * a[c][i] + b[c][i] * b[c][i]) / count;
            }
        }
        double[] first = new double[dimensions];
        double[] total = new double[dimensions];
        for (int d = 0; d < dimensions && variance > 0; d++) {
            int swapped = d;
            double[][] ab = sampling.values(2 * dimensions, u -> {
                double[] mixed = half(u, 0);
                mixed[swapped] = u[dimensions + swapped];
                return function.applyAsDouble(mixed);
            });
            for (int c = 0; c < a.length; c++) {
                for (int i = 0; i < a[c].length; i++) {
                    double difference = ab[c][i] - mean - a[c][i];
                    first[d] += b[c][i] * difference;
                    total[d] += difference * difference / 2;
                }
            }
            first[d] = Math.max(0, first[d] / (count / 2.0) / variance);
            total[d] = total[d] / (count / 2.0) / variance;
        }
        return new VarianceShares(first, total, variance);
    }

    private static double[] half(double[] u, int from) {
        double[] half = new double[u.length / 2];
        System.arraycopy(u, from, half, 0, half.length);
        return half;
    }

    private static double mean(double[][] a, double[][] b) {
        double sum = 0;
        for (int c = 0; c < a.length; c++) {
            for (int i = 0; i < a[c].length; i++) {
                sum += a[c][i] + b[c][i];
            }
        }
        return sum / (2.0 * a.length * a[0].length);
    }
}
