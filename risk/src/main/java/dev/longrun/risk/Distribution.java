package dev.longrun.risk;

import java.util.Arrays;

/** Values of a Monte Carlo by copy of the lattice: quantiles and shares, with the error that the copies show. */
final class Distribution {

    private final double[][] byCopy;
    private final double[] sorted;

    Distribution(double[][] values) {
        byCopy = new double[values.length][];
        sorted = new double[values.length * values[0].length];
        for (int c = 0; c < values.length; c++) {
            byCopy[c] = values[c].clone();
            Arrays.sort(byCopy[c]);
            System.arraycopy(values[c], 0, sorted, c * values[c].length, values[c].length);
        }
        Arrays.sort(sorted);
    }

    double quantile(double p) {
        return quantile(sorted, p);
    }

    /** The share at or below a value. */
    double below(double value) {
        return below(sorted, value);
    }

    /** The standard error of that share. */
    double belowError(double value) {
        return error(Arrays.stream(byCopy).mapToDouble(copy -> below(copy, value)).toArray());
    }

    /** The standard error of a quantile. */
    double quantileError(double p) {
        return error(Arrays.stream(byCopy).mapToDouble(copy -> quantile(copy, p)).toArray());
    }

    private static double quantile(double[] values, double p) {
        return values[(int) Math.clamp(Math.ceil(p * values.length) - 1, 0, values.length - 1)];
    }

    private static double below(double[] values, double value) {
        int low = 0;
        int high = values.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (values[middle] <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return (double) low / values.length;
    }

    private static double error(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.length - 1) / values.length);
    }
}
