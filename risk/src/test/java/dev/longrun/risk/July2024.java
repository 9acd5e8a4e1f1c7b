package dev.longrun.risk;

import java.time.LocalDate;
import java.util.Optional;

/**
 * The run as announced in July 2024, 100,000 H100 and the end of the year, from what was public on 22 July. Inputs
 * were set before the first forecast was looked at and not changed after it.
 */
final class July2024 {

    static final LocalDate DAY = LocalDate.of(2024, 7, 22);
    static final LocalDate DEADLINE = LocalDate.of(2024, 12, 31);

    private July2024() {
    }

    static ShipInputs inputs() {
        Spread lead = Supply.known(DAY).needed("h100-server-lead");
        // An assumption, as nothing was published: some three months of the whole cluster.
        Spread ideal = RunLength.days(3e26, 100_000, 989.4e12, new Spread.Uniform(0.35, 0.45,
            "H100 runs and benchmarks public by mid-2024: 35-45 % of dense bf16"));
        double bytes = 1e12 * CheckpointWrite.BYTES_PER_PARAMETER;
        Goodput goodput = new Goodput(12_500, FailureRate.known(DAY),
            RestartTime.known(RestartTime.Way.AUTOMATIC, DAY, 10),
            CheckpointWrite.asynchronous(bytes, 2e12, 100_000, 1e9), 1250, 3,
            new Stragglers(1e-4, 0.05, 12, 0.015), new LossExplosions(0.1, 6));
        return new ShipInputs(DAY, Optional.of(DEADLINE),
            new Spread.Fixed(0, "announced as running on 2024-07-22"), lead, 0.5,
            new Spread.Uniform(0, 84, "assumption: no later than the servers"),
            new Spread.Fixed(0, "assumption: the data are there"), ideal, goodput,
            new Spread.Sometimes(0.3, new Spread.Uniform(0, 0.7,
                "OPT-175B took 1.70 and BLOOM 1.19 times the ideal; assumption: one in three runs repeats some")),
            Spread.between(21, 90, "assumption"), Spread.between(14, 110, "assumption"),
            Optional.of(new Promise(LocalDate.of(2024, 7, 1), DEADLINE)));
    }
}
