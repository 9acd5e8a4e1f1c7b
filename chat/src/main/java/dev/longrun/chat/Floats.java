package dev.longrun.chat;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Floating-point numbers as Python writes and reads them. */
final class Floats {

    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final Pattern LOOSE = Pattern.compile("(?<![0-9])_|_(?![0-9])");
    private static final int LONGEST = 5000;

    private Floats() {
    }

    /** The shortest digits that read back the same, with an exponent below 1e-4 and from 1e16. */
    static String write(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value > 0 ? "0.0" : "-0.0";
        }
        BigDecimal exact = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        String digits = exact.unscaledValue().toString();
        int exponent = digits.length() - 1 - exact.scale();
        String sign = value < 0 ? "-" : "";
        if (exponent < -4 || exponent >= 16) {
            String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
            return sign + digits.charAt(0) + fraction + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        }
        String plain = exact.toPlainString();
        return sign + (plain.contains(".") ? plain : plain + ".0");
    }

    /** What float(text) reads; empty if that fails. */
    static Optional<Double> read(String text) {
        String number = Spaces.strip(text);
        if (number.length() > LONGEST || LOOSE.matcher(number).find()) {
            return Optional.empty();
        }
        String digits = number.replace("_", "");
        if (NUMBER.matcher(digits).matches()) {
            return Optional.of(Double.parseDouble(digits));
        }
        boolean minus = number.startsWith("-");
        String name = minus || number.startsWith("+") ? number.substring(1) : number;
        return switch (name.toLowerCase(java.util.Locale.ROOT)) {
            case "inf", "infinity" -> Optional.of(minus ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
            case "nan" -> Optional.of(Double.NaN);
            default -> Optional.empty();
        };
    }
}
