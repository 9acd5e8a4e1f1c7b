package dev.longrun.run;

import java.util.Optional;

/** Prices around the run. */
public record Economics(
    @Key(value = "Price of electricity; counts only where the hardware has a power and no rent",
        unit = Unit.USD_PER_KWH, min = 0, example = "$0.12/kWh")
    Optional<Double> electricity,
    @Key(value = "Power drawn by the building over power drawn by the machines (PUE)", min = 1, max = 5,
        example = "1.2")
    double pue) {
}
