package dev.longrun.run;

import java.util.Optional;

/** The machine room: how accelerators are joined, what stands beside them, how often and how long they are down. */
public record Cluster(
    @Key(value = "A known cluster to start from; other keys here override it", example = "llama-3-16k")
    Optional<String> preset,
    @Key(value = "Accelerators of a server, which fail and are replaced together", min = 1, max = 1000, example = "8")
    Optional<Integer> node,
    @Key(value = "Accelerators that the network joins at full bandwidth", min = 1, max = 100_000_000,
        example = "3072")
    Optional<Long> pod,
    @Key(value = "Network bandwidth within a pod over that between pods; 1 where it is the same", min = 1, max = 1000,
        example = "7")
    Optional<Double> oversubscription,
    @Key(value = "Accelerators kept ready beside those that train, as a share of these", unit = Unit.SHARE, min = 0,
        max = 1, example = "5 %")
    Optional<Double> spares,
    @Key(value = "Bandwidth at which all accelerators together write a checkpoint", unit = Unit.BYTES_PER_SECOND,
        min = 1, example = "2 TB/s")
    Optional<Double> storageBandwidth,
    @Key(value = "Failures that stop the run, for 1,000 nodes and a day", min = 0, max = 1e6, example = "4")
    Optional<Double> failureRate,
    @Key(value = "From a failure to the next step, without the work done anew", unit = Unit.SECONDS, min = 0,
        example = "15 min")
    Optional<Double> restart) {
}
