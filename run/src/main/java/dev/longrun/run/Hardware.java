package dev.longrun.run;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What the run runs on. Figures are per accelerator; a computer without one counts as one accelerator. A part that no
 * table has is described by its figures; what is not known is left out.
 */
public record Hardware(
    @Key(value = "this-machine, or an accelerator from the table", example = "h100-sxm-80gb")
    String preset,
    @Key(value = "How many accelerators", min = 1, max = 100_000_000, example = "100k")
    long count,
    @Key(value = "Peak dense FLOP/s of one at bf16 (at fp16 where it has no bf16)", unit = Unit.FLOP_PER_SECOND,
        min = 1, example = "989 TFLOP/s")
    double peak,
    @Key(value = "Peak dense FLOP/s of one at 8-bit floating point", unit = Unit.FLOP_PER_SECOND, min = 1,
        example = "1979 TFLOP/s")
    Optional<Double> fp8Peak,
    @Key(value = "Peak dense FLOP/s of one at 4-bit floating point", unit = Unit.FLOP_PER_SECOND, min = 1,
        example = "9 PFLOP/s")
    Optional<Double> fp4Peak,
    @Key(value = "The best FLOP/s that anybody measured of one in a bf16 matrix product",
        unit = Unit.FLOP_PER_SECOND, min = 1, example = "794.5 TFLOP/s")
    Optional<Double> measuredPeak,
    @Key(value = "Likewise in an 8-bit matrix product", unit = Unit.FLOP_PER_SECOND, min = 1,
        example = "1402.6 TFLOP/s")
    Optional<Double> measuredFp8Peak,
    @Key(value = "Share of the peak that model FLOP reach in training (MFU)", unit = Unit.SHARE, min = 0.0001, max = 1,
        example = "40 %")
    Optional<Double> efficiency,
    @Key(value = "Memory of one", unit = Unit.BYTES, min = 1, example = "80 GB")
    long memory,
    @Key(value = "Memory bandwidth of one", unit = Unit.BYTES_PER_SECOND, min = 1, example = "3.35 TB/s")
    double bandwidth,
    @Key(value = "Bandwidth of one into the links of its node or rack (NVLink, XGMI, ICI), one way",
        unit = Unit.BYTES_PER_SECOND, min = 1, example = "450 GB/s")
    Optional<Double> linkBandwidth,
    @Key(value = "Accelerators that these links join", min = 1, max = 1_000_000, example = "8")
    Optional<Integer> linkDomain,
    @Key(value = "Bandwidth of one into the network between nodes or racks, one way", unit = Unit.BYTES_PER_SECOND,
        min = 1, example = "400 Gbit/s")
    Optional<Double> networkBandwidth,
    @Key(value = "Power of one with its share of the node, in training", unit = Unit.WATT, min = 0, example = "856 W")
    Optional<Double> power,
    @Key(value = "Power of the board alone, as the maker rates it (TDP)", unit = Unit.WATT, min = 0,
        example = "700 W")
    Optional<Double> boardPower,
    @Key(value = "Rent of one", unit = Unit.USD_PER_HOUR, min = 0, example = "$2.10/h")
    Optional<Double> price,
    @Key(value = "The day that rent is of", unit = Unit.DATE, example = "2025-03-03")
    Optional<LocalDate> priceDate,
    @Key(value = "Purchase price of one, the accelerator alone", unit = Unit.USD, min = 0, example = "$31250")
    Optional<Double> purchase,
    @Key(value = "The day that purchase price is of", unit = Unit.DATE, example = "2025-03-03")
    Optional<LocalDate> purchaseDate) {

    /** The preset that means the computer at hand, whose speed is measured. */
    public static final String THIS_MACHINE = "this-machine";
}
