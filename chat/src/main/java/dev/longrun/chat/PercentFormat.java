package dev.longrun.chat;

import dev.longrun.chat.Value.Text;
import dev.longrun.chat.Value.Tuple;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code "%s and %d" % values}. */
final class PercentFormat {

    private static final Pattern FIELD = Pattern.compile(
        "%(?:\\(([^()]*)\\))?([-+ #0]*)(\\d{1,9})?(?:\\.(\\d{1,9})?)?[hlL]?(.)", Pattern.DOTALL);

    private final Budget budget;
    private final Value values;
    private final List<Value> inOrder;
    private int used;

    private PercentFormat(Budget budget, Value values) {
        this.budget = budget;
        this.values = values;
        inOrder = values instanceof Tuple(List<Value> items) ? items : List.of(values);
    }

    static String format(Budget budget, String pattern, Value values) {
        return new PercentFormat(budget, values).format(pattern);
    }

    private String format(String pattern) {
        TextBuilder out = new TextBuilder(budget);
        Matcher field = FIELD.matcher(pattern);
        int at = 0;
        for (int start = pattern.indexOf('%'); start >= 0; start = pattern.indexOf('%', at)) {
            out.append(pattern.substring(at, start));
            if (!field.find(start) || field.start() != start) {
                throw new Trouble("a % that begins no field of a format");
            }
            out.append(field.group(5).equals("%") ? "%" : field(field));
            at = field.end();
        }
        boolean keyed = switch (values) {
            case Dict _, Value.Items _, Value.Range _, Value.Undefined _ -> true;
            default -> false;
        };
        if (used < inOrder.size() && !keyed) {
            throw new Trouble("more values than fields in a format");
        }
        return out.append(pattern.substring(at)).toString();
    }

    private String field(Matcher field) {
        Value value = field.group(1) == null ? next() : named(field.group(1));
        String flags = field.group(2);
        int precision = field.group().contains(".") && field.group(4) == null ? 0
            : field.group(4) == null ? -1 : Integer.parseInt(field.group(4));
        String text = switch (field.group(5).charAt(0)) {
            case 's' -> cut(Print.plain(budget, value), precision);
            case 'r' -> cut(Print.quoted(budget, value), precision);
            case 'd', 'i', 'u' -> whole(value, 10, precision);
            case 'x' -> whole(value, 16, precision);
            case 'X' -> whole(value, 16, precision).toUpperCase(java.util.Locale.ROOT);
            case 'o' -> whole(value, 8, precision);
            case 'f', 'F' -> fixed(Numbers.real(value), precision < 0 ? 6 : precision);
            case 'c' -> value instanceof Text one ? one.text() : Character.toString(Numbers.index(value));
            default -> throw new Trouble("the field " + field.group() + " of a format is not supported here");
        };
        boolean number = "diuxXofF".indexOf(field.group(5).charAt(0)) >= 0;
        String sign = !number || text.startsWith("-") ? ""
            : flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
        int width = field.group(3) == null ? 0 : Integer.parseInt(field.group(3));
        String signed = sign + text;
        if (flags.contains("-")) {
            return StringMethods.pad(budget, signed, width, " ", "ljust");
        }
        if (flags.contains("0") && number) {
            int digits = signed.startsWith("-") || !sign.isEmpty() ? 1 : 0;
            return signed.substring(0, digits)
                + StringMethods.pad(budget, signed.substring(digits), width - digits, "0", "rjust");
        }
        return StringMethods.pad(budget, signed, width, " ", "rjust");
    }

    private Value next() {
        if (used == inOrder.size()) {
            throw new Trouble("fewer values than fields in a format");
        }
        return inOrder.get(used++);
    }

    private Value named(String name) {
        if (values instanceof Dict dict) {
            return dict.get(name).orElseThrow(() -> new Trouble("the format names " + name + ", which is not given"));
        }
        throw new Trouble("a format with names needs a dict");
    }

    private static String cut(String text, int precision) {
        return precision < 0 || precision >= text.codePointCount(0, text.length()) ? text
            : text.substring(0, text.offsetByCodePoints(0, precision));
    }

    private String whole(Value value, int base, int precision) {
        BigInteger number = value instanceof Value.Real(double real) && base == 10
            ? Integers.cut(real).orElseThrow(() -> new Trouble("a number without end")).value() : Numbers.big(value);
        String digits = StringMethods.pad(budget, number.abs().toString(base), precision, "0", "rjust");
        return number.signum() < 0 ? "-" + digits : digits;
    }

    /** A fixed number of digits after the point, halves to even on the exact value. */
    static String fixed(double number, int digits) {
        if (!Double.isFinite(number)) {
            return Floats.write(number);
        }
        if (digits > 1000) {
            throw new Trouble("more than 1000 digits after the point");
        }
        String text = new BigDecimal(Math.abs(number)).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
        return number < 0 || number == 0 && 1 / number < 0 ? "-" + text : text;
    }
}
