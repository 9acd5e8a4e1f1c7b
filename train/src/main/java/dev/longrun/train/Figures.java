package dev.longrun.train;

import java.util.Locale;

/** Numbers as a person reads them, the same in every locale: three significant digits, units, thin grouping. */
public final class Figures {

    private static final String[] COUNTS = {"", "K", "M", "B", "T", "Q"};
    private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB", "PB"};

    private Figures() {
    }

    /** A whole number in full: {@code 1,234,567}. */
    public static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A count with a suffix: {@code 1.23M}; below 10,000 in full. */
    public static String count(double value) {
        return Math.abs(value) < 10_000 ? whole(Math.round(value)) : scaled(value, 1, COUNTS, "");
    }

    /** Bytes in powers of 1,000: {@code 1.23 GB}. */
    public static String bytes(double value) {
        return scaled(value, 0, BYTES, " ");
    }

    /** FLOP or FLOP/s with the prefix of the unit: {@code 1.23 TFLOP}. */
    public static String flop(double value, String unit) {
        String[] prefixes = {"", "K", "M", "G", "T", "P", "E", "Z", "Y"};
        return scaled(value, 0, prefixes, " ") + unit;
    }

    /** A duration: {@code 0.42 s}, {@code 12.3 s}, {@code 4 min 07 s}, {@code 3 h 05 min}, {@code 12 d 04 h}. */
    public static String seconds(double value) {
        if (!Double.isFinite(value)) {
            return "unknown";
        }
        if (value < 59.95) {
            return significant(value) + " s";
        }
        long whole = Math.round(value);
        if (whole < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
        }
        long minutes = Math.round(value / 60);
        if (minutes < 48 * 60) {
            return String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
        }
        long hours = Math.round(value / 3600);
        return String.format(Locale.ROOT, "%s d %02d h", whole(hours / 24), hours % 24);
    }

    /** A clock for a live line: {@code 4:07}, {@code 3:05:09}. */
    public static String clock(double seconds) {
        if (!Double.isFinite(seconds) || seconds < 0) {
            return "-:--";
        }
        long whole = Math.round(seconds);
        return whole < 3600 ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
            : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }

    /** A share as a percentage without digits behind the point, except when small: {@code 41 %}, {@code 0.4 %}. */
    public static String percent(double share) {
        double percent = share * 100;
        String format = Math.abs(percent) < 0.95 && percent != 0 ? "%.1f %%" : "%.0f %%";
        return Double.isFinite(percent) ? String.format(Locale.ROOT, format, percent) : "unknown";
    }

    /** How far a value lies from another, with its sign: {@code +3.2 %}. */
    public static String difference(double value, double from) {
        return String.format(Locale.ROOT, "%+.1f %%", (value / from - 1) * 100);
    }

    /** A loss or bits per byte: {@code 3.214}. */
    public static String loss(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "not a number";
    }

    /** A learning rate: {@code 3.00e-03}. */
    public static String rate(double value) {
        return String.format(Locale.ROOT, "%.2e", value);
    }

    /** Three significant digits, grouped above a thousand: {@code 0.0123}, {@code 1.23}, {@code 12,346}. */
    public static String significant(double value) {
        if (!Double.isFinite(value)) {
            return "not a number";
        }
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (size < 1e-4 || size >= 1e15) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        int digits = Math.clamp(2 - (int) Math.floor(Math.log10(size * 1.0005)), 0, 6);
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    private static String scaled(double value, int first, String[] suffixes, String gap) {
        if (!Double.isFinite(value)) {
            return "unknown";
        }
        double left = value / Math.pow(1000, first);
        int at = first;
        while (Math.abs(left) >= 999.5 && at < suffixes.length - 1) {
            left /= 1000;
            at++;
        }
        boolean whole = at == 0 && left == Math.rint(left);
        return (whole ? String.format(Locale.ROOT, "%.0f", left) : significant(left)) + gap + suffixes[at];
    }
}
