package dev.longrun.run;

import java.util.Optional;

/**
 * A run, resolved: every value is present, given by the user, taken from a preset or derived by a rule.
 * {@link RunFile} makes one.
 */
public record Run(
    @Key(value = "Name of the run and of its folder", example = "laptop")
    String name,
    @Key(value = "The one dial: time, FLOP, tokens or money from which all that is left out follows",
        example = "5 min")
    Optional<Budget> budget,
    @Key(value = "Bits per byte of validation text to end at; while the run trains here, it says how likely that is",
        min = 0.01, max = 100, example = "0.95")
    Optional<Double> goal,
    @Key("The model's shape")
    ModelShape model,
    @Key("The text")
    DataChoice data,
    @Key("The recipe")
    Recipe training,
    @Key("What it runs on")
    Hardware hardware,
    @Key("How accelerators are joined, and how they fail; only for accelerators")
    Cluster cluster,
    @Key("How a step is laid out over accelerators; what is left out is searched for")
    Layout layout,
    @Key("When it starts and when it is promised")
    Schedule schedule,
    @Key("What machines and energy cost, and what the model earns")
    Economics economics) {
}
