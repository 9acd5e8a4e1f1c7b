package dev.longrun.risk;

import dev.longrun.page.Words;

/**
 * A figure with its band and where it comes from.
 *
 * @param value the best single figure
 * @param low the lower end of the band: the 10 % quantile unless the rule says otherwise
 * @param high the upper end: the 90 % quantile unless the rule says otherwise
 * @param unit what it is counted in; empty for a ratio or a probability
 * @param rule how it follows, in words or a formula
 * @param source who says so
 */
public record Estimate(double value, double low, double high, String unit, String rule, String source) {

    /** Refuses a band that does not hold its value. */
    public Estimate {
        if (!(low <= value && value <= high)) {
            throw new RiskException(rule + ": " + value + " is not within its band " + low + " to " + high);
        }
    }

    /** A figure without a band. */
    public static Estimate exact(double value, String unit, String rule, String source) {
        return new Estimate(value, value, value, unit, rule, source);
    }

    /** Median and 80 % band of a distribution. */
    static Estimate of(Spread spread, String unit, String rule) {
        return new Estimate(spread.quantile(0.5), spread.quantile(0.1), spread.quantile(0.9), unit, rule,
            spread.source());
    }

    /**
     * The value with a share {@code p} below it, for a figure of 0 or more: its value in the middle, its band's ends
     * at 10 and 90 %, on either side a normal curve of the logarithm, or of the figure itself where the band begins
     * at 0.
     */
    double quantile(double p) {
        double sigmas = Normal.quantile(p) / Normal.quantile(0.9);
        double end = sigmas < 0 ? low : high;
        if (value > 0 && low > 0) {
            return value * Math.pow(end / value, Math.abs(sigmas));
        }
        return Math.max(0, value + Math.abs(sigmas) * (end - value));
    }

    /** The same in another unit. */
    public Estimate times(double factor, String otherUnit) {
        double one = low * factor;
        double other = high * factor;
        return new Estimate(value * factor, Math.min(one, other), Math.max(one, other), otherUnit, rule, source);
    }

    /** Value, band and unit, as a person reads them. */
    public String words() {
        String figure = low == high ? Words.plain(value)
            : Words.plain(value) + " (" + Words.plain(low) + " to " + Words.plain(high) + ")";
        return unit.isEmpty() ? figure : figure + " " + unit;
    }
}
