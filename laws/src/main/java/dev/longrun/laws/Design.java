package dev.longrun.laws;

import java.util.List;

/**
 * A law over the points of a ladder, as numbers: of each term's exponents what they multiply, less its mean. Centred,
 * so that factors and exponents are nearly independent of one another and Newton's equations are well conditioned.
 */
final class Design {

    final int parameters;
    final int points;
    final int[] coefficient;
    final int[][] slopes;
    final double[][][] columns; // term, slope, point
    private final double[][] means;

    Design(SumOfPowers law, List<Point> at) {
        parameters = law.parameters().size();
        points = at.size();
        List<Term> terms = law.terms();
        coefficient = new int[terms.size()];
        slopes = new int[terms.size()][];
        columns = new double[terms.size()][][];
        means = new double[terms.size()][];
        for (int t = 0; t < terms.size(); t++) {
            Term term = terms.get(t);
            coefficient[t] = term.coefficient();
            slopes[t] = term.slopes().stream().mapToInt(Term.Slope::parameter).toArray();
            columns[t] = new double[slopes[t].length][points];
            means[t] = new double[slopes[t].length];
            for (int s = 0; s < slopes[t].length; s++) {
                double sum = 0;
                for (int i = 0; i < points; i++) {
                    columns[t][s][i] = term.slopes().get(s).of().applyAsDouble(at.get(i));
                    sum += columns[t][s][i];
                }
                means[t][s] = sum / points;
                for (int i = 0; i < points; i++) {
                    columns[t][s][i] -= means[t][s];
                }
            }
        }
    }

    int terms() {
        return coefficient.length;
    }

    /** The law's parameters, factors as they are, of a centred theta, in which factors are logarithms. */
    double[] natural(double[] theta) {
        double[] natural = theta.clone();
        for (int t = 0; t < terms(); t++) {
            double log = theta[coefficient[t]];
            for (int s = 0; s < slopes[t].length; s++) {
                log -= theta[slopes[t][s]] * means[t][s];
            }
            natural[coefficient[t]] = Math.exp(log);
        }
        return natural;
    }

    /** The inverse of {@link #natural}. */
    double[] centred(double[] natural) {
        double[] theta = natural.clone();
        for (int t = 0; t < terms(); t++) {
            double log = Math.log(Math.max(natural[coefficient[t]], 1e-300));
            for (int s = 0; s < slopes[t].length; s++) {
                log += natural[slopes[t][s]] * means[t][s];
            }
            theta[coefficient[t]] = log;
        }
        return theta;
    }
}
