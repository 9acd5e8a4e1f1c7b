package dev.longrun.laws;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is to be foretold, as {@code --target} gives it: {@code N=70B,D=1.4T}, with {@code U=} and {@code E=} for unique
 * tokens and experts, or a budget, {@code C=5.76e23}.
 *
 * @param text as given
 * @param at the run; of a budget N and D are unknown
 */
public record Target(String text, Point at) {

    /**
     * Reads one.
     *
     * @throws LawException if it is none
     */
    public static Target of(String text) {
        Map<Variable, Double> values = new EnumMap<>(Variable.class);
        for (String part : text.split(",")) {
            String[] sides = part.split("=", 2);
            Variable variable = Variable.of(sides[0]).filter(v -> v != Variable.LOSS && v != Variable.SCORE)
                .orElseThrow(() -> wrong(text));
            OptionalDouble value = sides.length == 2 ? Cell.parse(sides[1]) : OptionalDouble.empty();
            if (value.isEmpty() || !(value.getAsDouble() > 0) || values.put(variable, value.getAsDouble()) != null) {
                throw wrong(text);
            }
        }
        double n = values.getOrDefault(Variable.PARAMETERS, Double.NaN);
        double d = values.getOrDefault(Variable.TOKENS, Double.NaN);
        double flop = values.getOrDefault(Variable.FLOP, Double.NaN);
        if (Double.isNaN(d)) {
            d = flop / (Point.FLOP_PER_PARAMETER_AND_TOKEN * n);
        } else if (Double.isNaN(n)) {
            n = flop / (Point.FLOP_PER_PARAMETER_AND_TOKEN * d);
        }
        if (Double.isNaN(flop) && Double.isNaN(n * d)) {
            throw wrong(text);
        }
        return new Target(text, new Point(0, n, d, flop, values.getOrDefault(Variable.UNIQUE, d),
            values.getOrDefault(Variable.EXPERTS, 1.0), Double.NaN));
    }

    private static LawException wrong(String text) {
        return new LawException("--target " + text + ": should be a run such as N=70B,D=1.4T or a budget such as "
            + "C=5.76e23");
    }

    /** A number as the command line takes it: 1e20, 500M. */
    public static Optional<Double> number(String text) {
        OptionalDouble number = Cell.parse(text);
        return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
    }

    /** Whether it is a budget that N and D are to be found for. */
    public boolean isBudget() {
        return Double.isNaN(at.n());
    }
}
