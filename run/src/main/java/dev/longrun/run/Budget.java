package dev.longrun.run;

import java.util.List;
import java.util.Optional;

/**
 * The one dial: what the run may take. Everything left out of the run file is derived from it.
 *
 * @param amount in {@code unit}, above 0
 * @param unit one of {@link Unit#SECONDS}, {@link Unit#FLOP}, {@link Unit#TOKENS}, {@link Unit#USD}
 */
public record Budget(double amount, Unit unit) {

    static final List<Unit> UNITS = List.of(Unit.SECONDS, Unit.FLOP, Unit.TOKENS, Unit.USD);

    /** Reads {@code 5 min}, {@code 1e15 FLOP}, {@code 10M tokens}, {@code $20}; the unit must be there. */
    public static Optional<Budget> read(String text) {
        return UNITS.stream().flatMap(unit -> Quantity.read(text, unit, true).stream()
            .map(amount -> new Budget(amount.doubleValue(), unit))).findFirst();
    }

    @Override
    public String toString() {
        return Quantity.format(amount, unit);
    }
}
