package dev.longrun.plan;

import dev.longrun.page.Words;

/** Coarse grids that derived values are rounded to: round numbers for people, and steadiness against noise. */
final class Grid {
    private static final double[] STEPS = {1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8};
    /** A measured speed may overrun its budget by so much before a coarser step is taken. */
    private static final double TOLERANCE = 1.03;

    private Grid() {
    }

    /**
     * The largest of 1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8 x 10^k that is at most 3 % above {@code value}:
     * a percent of noise in the value moves the result once in twenty times. At least 1.
     */
    static long steady(double value) {
        double most = Math.max(1, value * TOLERANCE);
        double scale = Math.pow(10, Math.floor(Math.log10(most)));
        double best = 1;
        for (double step : STEPS) {
            if (step * scale <= most) {
                best = Math.max(best, Math.floor(step * scale));
            }
        }
        return (long) best;
    }

    /** Rounded down to so many significant digits. */
    static long down(double value, int digits) {
        double scale = Math.pow(10, Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - digits + 1));
        return (long) (Math.floor(value / scale) * scale);
    }

    /** Rounded to the nearest number of so many significant digits; shortest in decimal. */
    static double nearest(double value, int digits) {
        return value == 0 ? 0 : Double.parseDouble(Words.format("%." + (digits - 1) + "e", value));
    }

    /** Rounded up to so many significant digits. */
    static long up(double value, int digits) {
        double scale = Math.pow(10, Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - digits + 1));
        return (long) (Math.ceil(value / scale) * scale);
    }

    /** {@code unit} times the power of two nearest to {@code value} in the logarithm, between {@code unit} and most. */
    static long powerOfTwo(double value, long unit, double most) {
        long exponent = Math.max(0, Math.round(Math.log(value / unit) / Math.log(2)));
        long largest = Math.max(0, (long) Math.floor(Math.log(Math.max(1, most / unit)) / Math.log(2) + 1e-9));
        return unit << Math.min(exponent, largest);
    }
}
