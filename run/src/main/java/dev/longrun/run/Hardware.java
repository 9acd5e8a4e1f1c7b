package dev.longrun.run;

import java.util.Optional;

/** What the run runs on. Figures are per accelerator; a computer without one counts as one accelerator. */
public record Hardware(
    @Key(value = "this-machine, or an accelerator from the table", example = "h100-sxm-80gb")
    String preset,
    @Key(value = "How many accelerators", min = 1, max = 100_000_000, example = "100k")
    long count,
    @Key(value = "Peak dense FLOP/s of one at the training precision", unit = Unit.FLOP_PER_SECOND, min = 1,
        example = "989 TFLOP/s")
    double peak,
    @Key(value = "Share of the peak that model FLOP reach in training (MFU)", unit = Unit.SHARE, min = 0.0001, max = 1,
        example = "40 %")
    double efficiency,
    @Key(value = "Memory of one", unit = Unit.BYTES, min = 1, example = "80 GB")
    long memory,
    @Key(value = "Memory bandwidth of one", unit = Unit.BYTES_PER_SECOND, min = 1, example = "3.35 TB/s")
    double bandwidth,
    @Key(value = "Power of one with its share of the node", unit = Unit.WATT, min = 0, example = "856 W")
    Optional<Double> power,
    @Key(value = "Rent of one", unit = Unit.USD_PER_HOUR, min = 0, example = "$2.10/h")
    Optional<Double> price) {

    /** The preset that means the computer at hand, whose speed is measured. */
    public static final String THIS_MACHINE = "this-machine";
}
