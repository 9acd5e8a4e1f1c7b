package dev.longrun.bench;

import java.util.Arrays;

/**
 * How a figure came out over the rounds of a measurement.
 *
 * @param median the middle one, the mean of the middle two where their number is even
 * @param least the least
 * @param most the greatest
 */
record Spread(double median, double least, double most) {

    static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a spread of no values");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** Of {@code above[i] / below[i]}: two figures of one round share what the machine did meanwhile. */
    static Spread ofRatios(double[] above, double[] below) {
        double[] ratios = new double[above.length];
        Arrays.setAll(ratios, i -> above[i] / below[i]);
        return of(ratios);
    }

    /** The geometric mean: the right one for ratios and rates. */
    static double geometricMean(double... values) {
        return Math.exp(Arrays.stream(values).map(Math::log).average().orElse(Double.NaN));
    }
}
