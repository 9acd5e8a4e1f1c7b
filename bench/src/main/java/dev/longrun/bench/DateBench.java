package dev.longrun.bench;

import dev.longrun.risk.CheckpointWrite;
import dev.longrun.risk.FailureRate;
import dev.longrun.risk.Goodput;
import dev.longrun.risk.LossExplosions;
import dev.longrun.risk.Promise;
import dev.longrun.risk.RestartTime;
import dev.longrun.risk.Sampling;
import dev.longrun.risk.ShipDate;
import dev.longrun.risk.ShipInputs;
import dev.longrun.risk.Spread;
import dev.longrun.risk.Stragglers;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;

/**
 * Seconds of a ship date over a run on 100,000 accelerators.
 *
 * @param draws of one forecast
 * @param firstSeconds of the first forecast, with all that Java loads and compiles for it
 * @param medianSeconds of the later ones
 * @param sharesSeconds of the variance shares
 */
record DateBench(int draws, int threads, double firstSeconds, double medianSeconds, double sharesSeconds) {

    static DateBench run(int threads, int rounds) {
        Sampling sampling = new Sampling(8, 1 << 14, 1, threads);
        ShipDate ship = new ShipDate(inputs(), sampling);
        double first = seconds(ship::forecast);
        double[] later = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            later[i] = seconds(ship::forecast);
        }
        Arrays.sort(later);
        return new DateBench(sampling.copies() * sampling.points(), threads, first, later[rounds / 2],
            seconds(ship::shares));
    }

    private static double seconds(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e9;
    }

    /** Every input uncertain, so that none is cheaper than in use. */
    private static ShipInputs inputs() {
        LocalDate day = LocalDate.of(2026, 1, 1);
        Goodput goodput = new Goodput(12_500, FailureRate.known(day),
            RestartTime.known(RestartTime.Way.AUTOMATIC, day, 10), CheckpointWrite.asynchronous(14e12, 2e12, 1e5, 1e9),
            500, 3, new Stragglers(1e-4, 0.05, 12, 0.015), new LossExplosions(0.1, 6));
        Spread weeks = Spread.between(20, 90, "bench");
        return new ShipInputs(day, Optional.of(day.plusDays(365)), weeks, weeks, 0.5, weeks, weeks,
            Spread.between(60, 120, "bench"), goodput, new Spread.Sometimes(0.3, new Spread.Uniform(0, 0.7, "bench")),
            weeks, weeks, Optional.of(new Promise(day, day.plusDays(365))));
    }
}
