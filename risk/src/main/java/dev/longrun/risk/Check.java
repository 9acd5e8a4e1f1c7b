package dev.longrun.risk;

import java.math.BigDecimal;

/** Refuses an input in one line that names it and says what would be right. */
final class Check {

    private Check() {
    }

    static double between(String name, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new RiskException(name + ": " + shown(value) + " should be " + (Double.isInfinite(high)
                ? shown(low) + " or more" : "between " + shown(low) + " and " + shown(high)));
        }
        return value;
    }

    /** A part of a whole: 0 to 1, so that 20 per cent is 0.2. */
    static double share(String name, double value) {
        return between(name, value, 0, 1);
    }

    static double notNegative(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new RiskException(name + ": " + shown(value) + " should be 0 or more");
        }
        return value;
    }

    static double positive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new RiskException(name + ": " + shown(value) + " should be above 0");
        }
        return value;
    }

    /** A distribution whose every value must lie within bounds. */
    static Spread within(String name, Spread spread, double low, double high) {
        between(name, spread.quantile(0), low, high);
        between(name, spread.quantile(1), low, high);
        return spread;
    }

    static String source(String name, String source) {
        if (source.isBlank()) {
            throw new RiskException(name + ": needs a source");
        }
        return source;
    }

    private static String shown(double value) {
        return Double.isFinite(value) && Math.abs(value) < 1e12 && (value == 0 || Math.abs(value) > 1e-9)
            ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString() : Double.toString(value);
    }
}
