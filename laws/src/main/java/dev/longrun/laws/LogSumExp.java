package dev.longrun.laws;

import java.util.Arrays;

/**
 * The misfit of a sum of power laws, with exact first and second derivatives. With u_k the logarithm of term k and p_k
 * its share of the sum, d ln L = sum p_k du_k and d2 ln L = sum p_k du_k du_k' - (sum p_k du_k)(sum p_k du_k)'.
 */
final class LogSumExp implements Objective {

    private final Design design;
    private final Misfit misfit;
    private final double[] losses;
    private final double[] logLosses;
    private final double[] weights;
    private final double[] share;
    private final double[] first;

    /** {@code weights}: how often each point counts; a bootstrap resample counts some never. */
    LogSumExp(Design design, Misfit misfit, double[] losses, double[] weights) {
        this.design = design;
        this.misfit = misfit;
        this.losses = losses;
        this.weights = weights;
        logLosses = Arrays.stream(losses).map(Math::log).toArray();
        share = new double[design.terms()];
        first = new double[design.parameters];
    }

    @Override
    public int size() {
        return design.parameters;
    }

    /** The logarithm of the forecast at point i; leaves each term's share of it. */
    private double log(double[] theta, int i) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (int t = 0; t < share.length; t++) {
            double u = theta[design.coefficient[t]];
            int[] slopes = design.slopes[t];
            double[][] columns = design.columns[t];
            for (int s = 0; s < slopes.length; s++) {
                u += theta[slopes[s]] * columns[s][i];
            }
            share[t] = u;
            greatest = Math.max(greatest, u);
        }
        double sum = 0;
        for (int t = 0; t < share.length; t++) {
            share[t] = Math.exp(share[t] - greatest);
            sum += share[t];
        }
        for (int t = 0; t < share.length; t++) {
            share[t] /= sum;
        }
        return greatest + Math.log(sum);
    }

    @Override
    public double value(double[] theta) {
        double sum = 0;
        for (int i = 0; i < design.points; i++) {
            if (weights[i] > 0) {
                double log = log(theta, i);
                double residual = misfit.logarithmic() ? log - logLosses[i] : Math.exp(log) - losses[i];
                sum += weights[i] * misfit.of(residual);
            }
        }
        return sum;
    }

    @Override
    public double derivatives(double[] theta, double[] gradient, double[][] curvature) {
        int size = design.parameters;
        Arrays.fill(gradient, 0);
        for (double[] row : curvature) {
            Arrays.fill(row, 0);
        }
        double value = 0;
        for (int i = 0; i < design.points; i++) {
            if (weights[i] == 0) {
                continue;
            }
            double log = log(theta, i);
            double forecast = misfit.logarithmic() ? 1 : Math.exp(log);
            double residual = misfit.logarithmic() ? log - logLosses[i] : forecast - losses[i];
            value += weights[i] * misfit.of(residual);
            double slope = weights[i] * misfit.slope(residual) * forecast;
            double inside = Math.abs(residual) <= misfit.delta() ? weights[i] * forecast * forecast : 0;
            // of ln L; where the residual is one of L itself, L's second derivative adds the square of the first
            double outer = misfit.logarithmic() ? inside - slope : inside;
            Arrays.fill(first, 0);
            for (int t = 0; t < share.length; t++) {
                double p = share[t];
                int c = design.coefficient[t];
                int[] slopes = design.slopes[t];
                double[][] columns = design.columns[t];
                double bend = slope * p;
                first[c] += p;
                curvature[c][c] += bend;
                for (int s = 0; s < slopes.length; s++) {
                    double x = columns[s][i];
                    first[slopes[s]] += p * x;
                    add(curvature, slopes[s], c, bend * x);
                    for (int q = 0; q <= s; q++) {
                        add(curvature, slopes[s], slopes[q], bend * x * columns[q][i]);
                    }
                }
            }
            for (int a = 0; a < size; a++) {
                gradient[a] += slope * first[a];
                double scaled = outer * first[a];
                for (int b = 0; b <= a; b++) {
                    curvature[a][b] += scaled * first[b];
                }
            }
        }
        for (int a = 0; a < size; a++) {
            for (int b = 0; b < a; b++) {
                curvature[b][a] = curvature[a][b];
            }
        }
        return value;
    }

    private static void add(double[][] lower, int a, int b, double value) {
        lower[Math.max(a, b)][Math.min(a, b)] += value;
    }
}
