package dev.longrun.run;

import java.util.Optional;

/** Prices around the run, beside those of the hardware. */
public record Economics(
    @Key("Whether the accelerators are rented by the hour or owned and written off")
    Optional<Ownership> ownership,
    @Key(value = "Years over which owned hardware is written off", min = 0.1, max = 50, example = "4")
    Optional<Double> depreciationYears,
    @Key(value = "Time that is paid for beside the run and not used, as a share of the run's", unit = Unit.SHARE,
        min = 0, max = 10, example = "10 %")
    Optional<Double> idle,
    @Key(value = "Computing for experiments and runs that failed, as a share of the run's", unit = Unit.SHARE, min = 0,
        max = 100, example = "30 %")
    Optional<Double> experiments,
    @Key(value = "Price of electricity; counts only where the hardware has a power and no rent",
        unit = Unit.USD_PER_KWH, min = 0, example = "$0.12/kWh")
    Optional<Double> electricity,
    @Key(value = "Power drawn by the building over power drawn by the machines (PUE)", min = 1, max = 5,
        example = "1.2")
    double pue,
    @Key(value = "CO2-equivalent of a kWh from this grid, in grams", min = 0, max = 5000, example = "475")
    Optional<Double> carbonGramsPerKwh,
    @Key(value = "What a million tokens are sold for once the model serves", unit = Unit.USD, min = 0,
        example = "$5")
    Optional<Double> millionTokensPrice,
    @Key(value = "Tokens sold a day once the model serves", unit = Unit.TOKENS, min = 0, example = "10B")
    Optional<Long> tokensPerDay) {

    /** How one comes by accelerators. */
    public enum Ownership {
        /** By the hour, at the hardware's rent. */
        RENTED,
        /** At the hardware's purchase price, written off over years; electricity comes on top. */
        OWNED
    }
}
