package dev.longrun.cluster;

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
}
