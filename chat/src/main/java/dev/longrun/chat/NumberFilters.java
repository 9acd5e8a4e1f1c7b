package dev.longrun.chat;

import dev.longrun.chat.Filters.Filter;
import dev.longrun.chat.Value.Real;
import dev.longrun.chat.Value.Text;
import java.util.Map;
import java.util.Optional;

/** Filters that make numbers. */
final class NumberFilters {

    private NumberFilters() {
    }

    static Map<String, Filter> all() {
        return Map.of("int", NumberFilters::integer, "float", NumberFilters::real, "round", NumberFilters::round,
            "abs", (in, input, arguments) -> {
                arguments.bind("abs", 0);
                return Numbers.absolute(number(input));
            });
    }

    private static Value number(Value value) {
        if (!Numbers.is(value)) {
            throw new Trouble(value instanceof Value.Undefined(String message) ? message
                : "expected a number, got " + Value.kind(value));
        }
        return value;
    }

    private static Value integer(Interpreter in, Value input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("int", 0, "default", "base");
        Value otherwise = bound.value("default", Value.integer(0));
        if (input instanceof Text(String text, _)) {
            return Integers.read(text, bound.integer("base", 10)).<Value>map(Value.Int::new)
                .or(() -> Floats.read(text).flatMap(Integers::cut)).orElse(otherwise);
        }
        return switch (input) {
            case Real(double number) -> Integers.cut(number).<Value>map(cut -> cut).orElse(otherwise);
            case Value.Undefined(String message) -> throw new Trouble(message);
            default -> Numbers.is(input) ? new Value.Int(Numbers.big(input)) : otherwise;
        };
    }

    private static Value real(Interpreter in, Value input, Arguments arguments) {
        Value otherwise = arguments.bind("float", 0, "default").value("default", new Real(0));
        return switch (input) {
            case Text(String text, _) -> Floats.read(text).<Value>map(Real::new).orElse(otherwise);
            case Value.Undefined(String message) -> throw new Trouble(message);
            default -> Numbers.is(input) ? new Real(Numbers.real(input)) : otherwise;
        };
    }

    private static Value round(Interpreter in, Value input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("round", 0, "precision", "method");
        int digits = bound.integer("precision", 0);
        String method = bound.optionalText("method").orElse("common");
        if (method.equals("common")) {
            return Numbers.round(number(input), digits);
        }
        Value scale = Numbers.power(Value.integer(10), Value.integer(digits));
        double scaled = Numbers.real(Numbers.multiply(number(input), scale));
        Optional<Value.Int> whole = switch (method) {
            case "ceil" -> Integers.cut(Math.ceil(scaled));
            case "floor" -> Integers.cut(Math.floor(scaled));
            default -> throw new Trouble("round's method must be common, ceil or floor, is " + method);
        };
        return Numbers.divide(whole.orElseThrow(() -> new Trouble("rounding a number without end")), scale);
    }
}
