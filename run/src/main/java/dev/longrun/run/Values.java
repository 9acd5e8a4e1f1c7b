package dev.longrun.run;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One value between text and type. What is wrong with a text is thrown as the end of an error line. */
final class Values {

    private Values() {
    }

    /**
     * A text as the key's type; for a list, one element of it.
     *
     * @throws IllegalArgumentException says what is wrong and what would be right
     */
    static Object read(Entry.Value entry, String text) {
        Class<?> type = entry.type();
        if (type == String.class || type == List.class) {
            if (type == String.class && text.isBlank()) {
                throw wrong(entry, text, "a text");
            }
            return text;
        } else if (type == Boolean.class) {
            return switch (text) {
                case "true", "True", "TRUE" -> true;
                case "false", "False", "FALSE" -> false;
                default -> throw new IllegalArgumentException(Texts.shown(text) + " must be true or false");
            };
        } else if (type == LocalDate.class) {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException e) {
                throw wrong(entry, text, "a date");
            }
        } else if (type == Budget.class) {
            return budget(entry, text);
        } else if (type.isEnum()) {
            List<String> names = choices(entry);
            if (!names.contains(text)) {
                throw new IllegalArgumentException(Texts.shown(text) + " is not known"
                    + Texts.nearest(text, names).map("; did you mean \"%s\"?"::formatted).orElse("")
                    + " (allowed: " + String.join(", ", names) + ")");
            }
            return type.getEnumConstants()[names.indexOf(text)];
        }
        return number(entry, text);
    }

    private static Object number(Entry.Value entry, String text) {
        boolean whole = entry.type() != Double.class;
        BigDecimal value = Quantity.read(text, entry.key().unit(), false)
            .orElseThrow(() -> wrong(entry, text, UnitNames.noun(entry.key().unit(), whole)));
        if (whole && value.stripTrailingZeros().scale() > 0) {
            throw wrong(entry, text, UnitNames.noun(entry.key().unit(), true));
        }
        outside(entry, value).ifPresent(message -> {
            throw new IllegalArgumentException(Texts.shown(text) + " " + message);
        });
        if (entry.type() == Integer.class) {
            return value.intValueExact();
        }
        if (entry.type() == Long.class) {
            return value.longValueExact();
        }
        return value.doubleValue();
    }

    /** What is wrong with a number's size, if anything: "must be at least 1". */
    static Optional<String> outside(Entry.Value entry, BigDecimal value) {
        Key key = entry.key();
        BigDecimal min = BigDecimal.valueOf(Math.max(key.min(), -Double.MAX_VALUE));
        BigDecimal max = BigDecimal.valueOf(Math.min(key.max(), Double.MAX_VALUE));
        if (entry.type() != Double.class) {
            boolean narrow = entry.type() == Integer.class;
            min = min.max(BigDecimal.valueOf(narrow ? Integer.MIN_VALUE : Long.MIN_VALUE));
            max = max.min(BigDecimal.valueOf(narrow ? Integer.MAX_VALUE : Long.MAX_VALUE));
        }
        if (value.compareTo(min) < 0) {
            return Optional.of("must be at least " + Quantity.format(min, key.unit()));
        }
        return value.compareTo(max) > 0 ? Optional.of("must be at most " + Quantity.format(max, key.unit()))
            : Optional.empty();
    }

    private static Budget budget(Entry.Value entry, String text) {
        Budget budget = Budget.read(text).orElseThrow(
            () -> new IllegalArgumentException(Texts.shown(text) + " is not an amount of time, FLOP, tokens or money; "
                + "examples: 5 min, 1e15 FLOP, 10M tokens, $20"));
        if (!(budget.amount() > 0 && budget.amount() < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(Texts.shown(text) + " must be above 0");
        }
        return budget;
    }

    private static IllegalArgumentException wrong(Entry.Value entry, String text, String right) {
        return new IllegalArgumentException(Texts.shown(text) + " is not " + right + example(entry));
    }

    static String example(Entry.Value entry) {
        return entry.key().example().isEmpty() ? "" : "; example: " + entry.key().example();
    }

    /** What the key takes, for the error that something else was found: "a whole number". */
    static String expected(Entry.Value entry) {
        Class<?> type = entry.type();
        if (type == List.class) {
            return "a text or a list of texts";
        } else if (type == String.class) {
            return "a text";
        } else if (type == Boolean.class) {
            return "true or false";
        } else if (type == LocalDate.class) {
            return "a date";
        } else if (type == Budget.class) {
            return "an amount of time, FLOP, tokens or money";
        } else if (type.isEnum()) {
            return "one of " + String.join(", ", choices(entry));
        }
        return UnitNames.noun(entry.key().unit(), type != Double.class);
    }

    /** The names of an enum, as the run file writes them. */
    static List<String> choices(Entry.Value entry) {
        return Arrays.stream(entry.type().getEnumConstants()).map(Values::lower).toList();
    }

    private static String lower(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }

    /** A single value as the run file writes it, without quotes. */
    static String write(Entry.Value entry, Object value) {
        return switch (value) {
            case Double number -> Quantity.format(number, entry.key().unit());
            case Number number -> Quantity.format(number.longValue(), entry.key().unit());
            case Enum<?> constant -> lower(constant);
            default -> value.toString();
        };
    }
}
