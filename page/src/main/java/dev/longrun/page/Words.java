package dev.longrun.page;

import java.util.Locale;

/** Numbers as a person likes to read them. Locale-free. */
public final class Words {
    private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P", "E", "Z", "Y", "R", "Q"};
    private static final String[] COUNTS = {"", "K", "M", "B", "T"};

    private Words() {
    }

    public static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    /** Three digits and a decimal prefix: 1.23 TFLOP. */
    public static String scaled(double value, String unit) {
        int at = 0;
        double rest = value;
        while (Math.abs(rest) >= 999.5 && at < PREFIXES.length - 1) {
            rest /= 1000;
            at++;
        }
        return digits(rest) + " " + PREFIXES[at] + unit;
    }

    public static String bytes(double bytes) {
        return scaled(bytes, "B");
    }

    /** Whole numbers below 10,000 in full, above with K, M, B or T. */
    public static String count(double value) {
        if (Math.abs(value) < 10_000 && value == Math.rint(value)) {
            return format("%.0f", value);
        }
        int at = 0;
        double rest = value;
        while (Math.abs(rest) >= 999.5 && at < COUNTS.length - 1) {
            rest /= 1000;
            at++;
        }
        return digits(rest) + COUNTS[at];
    }

    /** Every digit, in threes: 8,030,261,248. */
    public static String exact(long value) {
        return format("%,d", value);
    }

    /** 0.41 s, 38 s, 4 min 12 s, 2 h 05 min, 3.1 days. */
    public static String duration(double seconds) {
        if (seconds < 0.0095) {
            return format("%.2f ms", seconds * 1000);
        }
        if (seconds < 0.95) {
            return format("%.0f ms", seconds * 1000);
        }
        if (seconds < 9.95) {
            return format("%.1f s", seconds);
        }
        if (seconds < 119.5) {
            return format("%.0f s", seconds);
        }
        long whole = Math.round(seconds);
        if (whole < 3600) {
            return whole % 60 == 0 ? whole / 60 + " min" : format("%d min %02d s", whole / 60, whole % 60);
        }
        long minutes = Math.round(seconds / 60);
        if (minutes < 48 * 60) {
            return minutes % 60 == 0 ? minutes / 60 + " h" : format("%d h %02d min", minutes / 60, minutes % 60);
        }
        double days = seconds / 86_400;
        return days < 1000 ? format("%.1f days", days) : format("%,.0f years", days / 365.25);
    }

    public static String usd(double usd) {
        return usd < 1000 ? format("$%.2f", usd) : "$" + count(usd);
    }

    /** A plain number with no more digits than it needs. */
    public static String plain(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e6) {
            return format("%.0f", value);
        }
        return Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6 ? digits(value) : format("%.3g", value);
    }

    private static String digits(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1000) {
            return format("%.0f", value);
        }
        if (size >= 99.95) {
            return format("%.0f", value);
        }
        if (size >= 9.995) {
            return format("%.1f", value);
        }
        return size >= 0.0995 ? format("%.2f", value) : format("%.3g", value);
    }
}
