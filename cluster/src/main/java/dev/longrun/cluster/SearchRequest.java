package dev.longrun.cluster;

import java.util.Optional;

/**
 * What a layout is sought for.
 *
 * @param model that is trained
 * @param sequence tokens of a sequence
 * @param batch sequences of a step
 * @param precision of the products
 * @param chip of the cluster
 * @param network between the link domains
 * @param accelerators to lay out over, all of them
 * @param software that runs it
 * @param fixed part of the layout
 */
public record SearchRequest(Transformer model, int sequence, int batch, Precision precision, Chip chip,
    Network network, int accelerators, Software software, Fixed fixed) {

    /** Of another batch. */
    SearchRequest withBatch(int other) {
        return new SearchRequest(model, sequence, other, precision, chip, network, accelerators, software, fixed);
    }

    /** With another part given. */
    SearchRequest withFixed(Fixed other) {
        return new SearchRequest(model, sequence, batch, precision, chip, network, accelerators, software, other);
    }

    /** What of chip and network must be known and is not. */
    Optional<String> unknown() {
        boolean peak = switch (precision) {
            case FP16, BF16 -> true;
            case FP8, MXFP8 -> chip.fp8Flops().isPresent();
            case NVFP4 -> chip.fp4Flops().isPresent();
        };
        if (!peak) {
            return Optional.of("the peak of " + chip.name() + " at " + precision + " is not known");
        }
        if (chip.linkBandwidth().isEmpty()) {
            return Optional.of("the bandwidth of the links of " + chip.name() + " is not known");
        }
        return accelerators > chip.linkDomain() && network.bandwidth() <= 0
            ? Optional.of("the bandwidth of the network between nodes of " + chip.name() + " is not known")
            : Optional.empty();
    }

    /** As one step laid out so. */
    public Job job(Layout layout) {
        return new Job(model, sequence, batch, precision, chip, network, layout, software);
    }
}
