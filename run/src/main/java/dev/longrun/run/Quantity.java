package dev.longrun.run;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers with units as people write them: {@code 15T tokens}, {@code 1h30m}, {@code $2.10/h}, {@code 80 GiB},
 * {@code 10 %}. Decimal throughout, so that nothing is rounded on the way; the same in every locale.
 */
public final class Quantity {

    static final String NUMBER = "(?:\\d+(?:_\\d+)*(?:\\.\\d+)?|\\.\\d+)(?:[eE][+-]?\\d{1,3})?";
    private static final Pattern WHOLE = Pattern.compile("([+-]?)\\s*(\\$?)\\s*(" + NUMBER + ")\\s*(\\D.*)?");
    private static final Pattern PART = Pattern.compile("(" + NUMBER + ")\\s*([a-zA-Z]+)\\s*");
    private static final int LONGEST = 80;
    private static final Map<Unit, UnitNames> NAMES = new EnumMap<>(Unit.class);

    static {
        for (Unit unit : Unit.values()) {
            if (unit != Unit.DATE) {
                NAMES.put(unit, UnitNames.of(unit));
            }
        }
    }

    private Quantity() {
    }

    /**
     * The value of a text, in the given unit.
     *
     * @throws IllegalArgumentException if the text is no number, or its unit is another one
     */
    public static BigDecimal parse(String text, Unit unit) {
        return read(text, unit, false).orElseThrow(() -> new IllegalArgumentException(
            "\"" + text + "\" is not " + UnitNames.noun(unit, false)));
    }

    /** The value, if the text is one of this unit; with {@code named} the text must say which unit it is. */
    static Optional<BigDecimal> read(String text, Unit unit, boolean named) {
        String plain = text.replace('\u00a0', ' ').replace('\u202f', ' ').strip();
        if (plain.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher whole = WHOLE.matcher(plain);
        if (!whole.matches()) {
            return unit == Unit.SECONDS ? parts(plain) : Optional.empty();
        }
        String suffix = whole.group(4) == null ? "" : whole.group(4).replace(" ", "");
        BigDecimal number = number(whole.group(1) + whole.group(3));
        UnitNames names = NAMES.get(unit);
        Optional<BigDecimal> factor = UnitNames.factor(names.named(), whole.group(2) + suffix);
        if (factor.isEmpty() && !named && whole.group(2).isEmpty()) {
            factor = UnitNames.factor(names.bare(), suffix);
        }
        if (factor.isEmpty() && unit == Unit.SECONDS) {
            return parts(plain);
        }
        return factor.map(number::multiply);
    }

    /** {@code 1h30m}: durations in parts. */
    private static Optional<BigDecimal> parts(String text) {
        BigDecimal sum = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        int at = 0;
        while (at < text.length() && part.find(at) && part.start() == at) {
            Optional<BigDecimal> factor = UnitNames.factor(NAMES.get(Unit.SECONDS).named(), part.group(2));
            if (factor.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.add(number(part.group(1)).multiply(factor.get()));
            at = part.end();
        }
        return at == 0 || at < text.length() ? Optional.empty() : Optional.of(sum);
    }

    private static BigDecimal number(String digits) {
        return new BigDecimal(digits.replace("_", ""));
    }

    /** The shortest text that {@link #parse} reads as exactly this value; of equally short, the largest multiple. */
    public static String format(BigDecimal value, Unit unit) {
        Comparator<Written> larger = Comparator.comparing(Written::factor);
        Written best = NAMES.get(unit).written().entrySet().stream()
            .flatMap(each -> quotient(value, each.getValue()).stream()
                .map(number -> new Written(digits(number), each.getKey(), each.getValue())))
            .min(Comparator.comparingInt(Written::length)
                .thenComparing(value.signum() == 0 ? larger : larger.reversed())).orElseThrow();
        return join(best.digits(), best.name(), unit);
    }

    private record Written(String digits, String name, BigDecimal factor) {

        /** In characters; 0.1 ZFLOP and 1e5 PFLOP count for more, as 100 EFLOP reads better. */
        int length() {
            return digits.length() + (digits.matches("-?0\\..*|.*e.*") ? 4 : 0);
        }
    }

    /** The shortest text that reads back as the same bits. */
    public static String format(double value, Unit unit) {
        return format(BigDecimal.valueOf(value), unit);
    }

    /** The shortest text that reads back as the same number. */
    public static String format(long value, Unit unit) {
        return format(BigDecimal.valueOf(value), unit);
    }

    /** For the eye only: three significant digits and the multiple that leaves one to four before the point. */
    public static String approximate(double value, Unit unit) {
        BigDecimal rounded = BigDecimal.valueOf(value).round(new MathContext(3));
        String best = format(rounded, unit);
        BigDecimal chosen = BigDecimal.ZERO;
        for (Map.Entry<String, BigDecimal> each : NAMES.get(unit).written().entrySet()) {
            boolean binary = each.getKey().contains("i") && unit == Unit.BYTES;
            if (!binary && each.getValue().compareTo(rounded.abs()) <= 0 && each.getValue().compareTo(chosen) > 0) {
                chosen = each.getValue();
                best = join(digits(rounded.divide(chosen, new MathContext(3))), each.getKey(), unit);
            }
        }
        return best;
    }

    private static Optional<BigDecimal> quotient(BigDecimal value, BigDecimal by) {
        try {
            return Optional.of(value.divide(by));
        } catch (ArithmeticException endless) {
            return Optional.empty();
        }
    }

    private static String digits(BigDecimal value) {
        BigDecimal bare = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        int exponent = bare.precision() - bare.scale() - 1;
        if (exponent >= -4 && exponent < 19) {
            return bare.toPlainString();
        }
        return bare.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }

    private static String join(String digits, String name, Unit unit) {
        boolean dollars = unit == Unit.USD || unit == Unit.USD_PER_HOUR || unit == Unit.USD_PER_KWH;
        if (dollars) {
            String cents = digits.matches("-?\\d+\\.\\d") && !name.matches("[KMBT].*") ? digits + "0" : digits;
            return (cents.startsWith("-") ? "-$" + cents.substring(1) : "$" + cents) + name;
        }
        if (digits.equals("1") && (name.endsWith(" days") || name.endsWith("tokens"))) {
            return digits + name.substring(0, name.length() - 1);
        }
        return (unit != Unit.NONE && digits.matches("-?\\d{5,}") ? grouped(digits) : digits) + name;
    }

    private static String grouped(String digits) {
        return digits.replaceAll("(?<=\\d)(?=(\\d{3})+$)", "_");
    }
}
