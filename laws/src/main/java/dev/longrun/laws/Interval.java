package dev.longrun.laws;

import java.util.Arrays;

/** Where a value lies with some probability. */
public record Interval(double low, double high) {

    /** The middle {@code share} of a sample, between order statistics by straight lines. */
    public static Interval of(double[] sample, double share) {
        double[] sorted = Arrays.stream(sample).filter(v -> !Double.isNaN(v)).sorted().toArray();
        return new Interval(quantile(sorted, (1 - share) / 2), quantile(sorted, (1 + share) / 2));
    }

    private static double quantile(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = share * (sorted.length - 1);
        int below = (int) at;
        return sorted[below] + (at - below == 0 ? 0 : (at - below) * (sorted[below + 1] - sorted[below]));
    }

    /** Whether a value lies within. */
    public boolean holds(double value) {
        return value >= low && value <= high;
    }

    /** From low to high. */
    public double width() {
        return high - low;
    }
}
