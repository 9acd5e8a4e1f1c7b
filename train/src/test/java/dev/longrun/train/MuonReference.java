package dev.longrun.train;

import dev.longrun.model.Parameter;
import dev.longrun.run.Recipe;

/** Muon and AdamW in double, written from their papers with plain loops; nothing shared with the code under test. */
final class MuonReference {

    private MuonReference() {
    }

    static void update(Parameter parameter, double[] w, float[] gradients, double clip, double[] first,
        double[] second, int step, double rate, Recipe recipe) {
        boolean matrix = parameter.shape().length == 2;
        if (matrix && parameter.name().contains("_proj")) {
            muon(parameter, w, gradients, clip, first, rate, recipe);
            return;
        }
        for (int i = parameter.at(); i < parameter.at() + parameter.size(); i++) {
            double g = clip * gradients[i];
            first[i] = recipe.beta1() * first[i] + (1 - recipe.beta1()) * g;
            second[i] = recipe.beta2() * second[i] + (1 - recipe.beta2()) * g * g;
            double mean = first[i] / (1 - Math.pow(recipe.beta1(), step));
            double square = second[i] / (1 - Math.pow(recipe.beta2(), step));
            w[i] -= rate * (mean / (Math.sqrt(square) + recipe.epsilon()) + (matrix ? recipe.weightDecay() : 0) * w[i]);
        }
    }

    /** As muon.py has it: momentum, Nesterov, transposed if tall, X = a X + (b A + c A A) X. */
    private static void muon(Parameter parameter, double[] w, float[] gradients, double clip, double[] momenta,
        double rate, Recipe recipe) {
        int rows = parameter.shape()[0];
        int columns = parameter.shape()[1];
        boolean tall = rows > columns;
        double[][] x = new double[Math.min(rows, columns)][Math.max(rows, columns)];
        double squares = 0;
        for (int i = 0; i < parameter.size(); i++) {
            int at = parameter.at() + i;
            double g = clip * gradients[at];
            momenta[at] += (1 - recipe.momentum()) * (g - momenta[at]);
            double u = g + recipe.momentum() * (momenta[at] - g);
            squares += u * u;
            x[tall ? i % columns : i / columns][tall ? i / columns : i % columns] = u;
        }
        for (double[] row : x) {
            for (int j = 0; j < row.length; j++) {
                row[j] /= Math.sqrt(squares) + 1e-7;
            }
        }
        for (int step = 0; step < 5; step++) {
            double[][] gram = times(x, transposed(x));
            double[][] quartic = times(gram, gram);
            for (int i = 0; i < gram.length; i++) {
                for (int j = 0; j < gram.length; j++) {
                    gram[i][j] = -4.7750 * gram[i][j] + 2.0315 * quartic[i][j];
                }
            }
            double[][] change = times(gram, x);
            for (int i = 0; i < x.length; i++) {
                for (int j = 0; j < x[0].length; j++) {
                    x[i][j] = 3.4445 * x[i][j] + change[i][j];
                }
            }
        }
        double size = 0.2 * Math.sqrt(Math.max(rows, columns));
        for (int i = 0; i < parameter.size(); i++) {
            int at = parameter.at() + i;
            double own = x[tall ? i % columns : i / columns][tall ? i / columns : i % columns];
            w[at] = w[at] * (1 - rate * recipe.weightDecay()) - rate * size * own;
        }
    }

    private static double[][] transposed(double[][] x) {
        double[][] y = new double[x[0].length][x.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < x[0].length; j++) {
                y[j][i] = x[i][j];
            }
        }
        return y;
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }
}
