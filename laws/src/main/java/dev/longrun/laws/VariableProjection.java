package dev.longrun.laws;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Starts for a law of one or two exponents (Golub and Pereyra's variable projection): a grid over the exponents, at
 * each node the factors by non-negative least squares of the relative error, and of the nodes those lower than all
 * their neighbours, the lowest first.
 */
final class VariableProjection {

    private static final int NODES = 32;
    private static final double LEAST = 0.02;
    private static final double GREATEST = 2.5;
    private static final int MOST_STARTS = 3;
    private static final double GONE = 1e-3; // of the least loss: where a factor that came out as 0 starts

    private final Design design;
    private final double[] losses;
    private final int[] exponents;
    private final double[] axis = new double[NODES];
    private final double[][][] powers; // term, node, point: relative to the loss
    private final double[][] scale;

    /** Whether the law is of the kind: at most two exponents, at most one to a term, each above 0. */
    static boolean suits(Design design) {
        return design.parameters - design.terms() <= 2 && Arrays.stream(design.slopes).allMatch(s -> s.length <= 1);
    }

    VariableProjection(Design design, double[] losses) {
        this.design = design;
        this.losses = losses;
        exponents = Arrays.stream(design.slopes).flatMapToInt(Arrays::stream).distinct().sorted().toArray();
        for (int k = 0; k < NODES; k++) {
            axis[k] = LEAST * Math.pow(GREATEST / LEAST, k / (NODES - 1.0));
        }
        powers = new double[design.terms()][NODES][];
        scale = new double[design.terms()][NODES];
        for (int t = 0; t < design.terms(); t++) {
            for (int k = 0; k < NODES; k++) {
                if (k > 0 && design.slopes[t].length == 0) {
                    powers[t][k] = powers[t][0];
                    scale[t][k] = scale[t][0];
                } else {
                    powers[t][k] = power(t, axis[k]);
                    scale[t][k] = unit(powers[t][k]);
                }
            }
        }
    }

    private double[] power(int term, double exponent) {
        double[] power = new double[design.points];
        for (int i = 0; i < power.length; i++) {
            power[i] = (design.slopes[term].length == 0 ? 1 : Math.exp(exponent * design.columns[term][0][i]))
                / losses[i];
        }
        return power;
    }

    private static double unit(double[] values) {
        double scale = 1 / Math.sqrt(dot(values, values));
        for (int i = 0; i < values.length; i++) {
            values[i] *= scale;
        }
        return scale;
    }

    /** Centred thetas to descend from, the most promising first. */
    List<double[]> starts() {
        int rows = exponents.length > 1 ? NODES : 1;
        double[][] value = new double[rows][NODES];
        double[][][] theta = new double[rows][NODES][];
        double[][][][] crossed = crossed();
        double[][] sums = sums();
        for (int a = 0; a < rows; a++) {
            for (int b = 0; b < NODES; b++) {
                int[] node = rows > 1 ? new int[] {a, b} : new int[] {b};
                theta[a][b] = new double[design.parameters];
                value[a][b] = node(node, crossed, sums, theta[a][b]);
            }
        }
        List<int[]> lowest = new ArrayList<>();
        for (int a = 0; a < rows; a++) {
            for (int b = 0; b < NODES; b++) {
                if (isLowest(value, a, b)) {
                    lowest.add(new int[] {a, b});
                }
            }
        }
        lowest.sort(Comparator.comparingDouble(at -> value[at[0]][at[1]]));
        return lowest.stream().limit(MOST_STARTS).map(at -> theta[at[0]][at[1]]).toList();
    }

    private double[][][][] crossed() {
        int terms = design.terms();
        double[][][][] crossed = new double[terms][terms][][];
        for (int s = 0; s < terms; s++) {
            for (int t = 0; t < s; t++) {
                crossed[s][t] = new double[NODES][NODES];
                for (int a = 0; a < NODES; a++) {
                    for (int b = 0; b < NODES; b++) {
                        boolean same = powers[s][a] == powers[s][0] && a > 0 || powers[t][b] == powers[t][0] && b > 0;
                        boolean shared = design.slopes[s].length == 1 && design.slopes[t].length == 1
                            && design.slopes[s][0] == design.slopes[t][0];
                        if (!same && (!shared || a == b)) {
                            crossed[s][t][a][b] = dot(powers[s][a], powers[t][b]);
                        }
                    }
                }
            }
        }
        return crossed;
    }

    private double[][] sums() {
        double[][] sums = new double[design.terms()][NODES];
        for (int t = 0; t < design.terms(); t++) {
            for (int k = 0; k < NODES; k++) {
                sums[t][k] = Arrays.stream(powers[t][k]).sum();
            }
        }
        return sums;
    }

    private double node(int[] node, double[][][][] crossed, double[][] sums, double[] theta) {
        int terms = design.terms();
        int[] at = new int[terms];
        for (int t = 0; t < terms; t++) {
            if (design.slopes[t].length == 1) {
                at[t] = node[Arrays.binarySearch(exponents, design.slopes[t][0])];
                theta[design.slopes[t][0]] = axis[at[t]];
            }
        }
        double[][] products = new double[terms][terms];
        double[] targets = new double[terms];
        for (int s = 0; s < terms; s++) {
            products[s][s] = 1;
            targets[s] = sums[s][at[s]];
            for (int t = 0; t < s; t++) {
                products[s][t] = crossed[s][t][at[s]][at[t]];
                products[t][s] = products[s][t];
            }
        }
        double[] factors = new double[terms];
        double value = NonNegative.solve(products, targets, factors);
        double least = GONE * Arrays.stream(losses).min().orElseThrow();
        for (int t = 0; t < terms; t++) {
            theta[design.coefficient[t]] = Math.log(Math.max(factors[t] * scale[t][at[t]], least));
        }
        return value;
    }

    private static boolean isLowest(double[][] value, int a, int b) {
        if (!Double.isFinite(value[a][b])) {
            return false;
        }
        for (int i = Math.max(0, a - 1); i <= Math.min(value.length - 1, a + 1); i++) {
            for (int j = Math.max(0, b - 1); j <= Math.min(NODES - 1, b + 1); j++) {
                if (value[i][j] < value[a][b]) {
                    return false;
                }
            }
        }
        return true;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
