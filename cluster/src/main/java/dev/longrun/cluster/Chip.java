package dev.longrun.cluster;

import dev.longrun.run.Hardware;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An accelerator and the links it hangs on. A figure that is not known is not there, and what needs it says so.
 *
 * @param name of its entry in the table
 * @param bf16Flops dense peak at bf16 (fp16 where a chip has no bf16), FLOP/s
 * @param fp8Flops dense peak at 8 bits, FLOP/s
 * @param fp4Flops dense peak at 4 bits, FLOP/s
 * @param memoryBytes of its own
 * @param memoryBandwidth bytes/s
 * @param linkBandwidth of the links within the domain, one way, bytes/s
 * @param linkDomain accelerators that these links join (8 in a usual node, 72 in an NVL72 rack)
 * @param networkBandwidth of its share of the network cards, one way, bytes/s
 */
public record Chip(String name, double bf16Flops, OptionalDouble fp8Flops, OptionalDouble fp4Flops, double memoryBytes,
    double memoryBandwidth, OptionalDouble linkBandwidth, int linkDomain, OptionalDouble networkBandwidth) {

    /** What is sold as 80 GB holds 81,920 MiB, and so on up the list. */
    private static final double SOLD_GIGABYTE = (1L << 30) / 1e9;

    /** From the table of accelerators; without known links it stands alone. */
    public static Chip of(Hardware hardware) {
        return new Chip(hardware.preset(), hardware.peak(), optional(hardware.fp8Peak()),
            optional(hardware.fp4Peak()), hardware.memory() * SOLD_GIGABYTE, hardware.bandwidth(),
            optional(hardware.linkBandwidth()), hardware.linkDomain().orElse(1),
            optional(hardware.networkBandwidth()));
    }

    private static OptionalDouble optional(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }
}
