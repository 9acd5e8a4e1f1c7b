package dev.longrun.risk;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What has to be assumed where neither the run nor a measurement says it: {@code assumptions.csv}, to which a file of
 * the same name in the user's folder adds.
 */
public final class Assumptions {

    private static final String TABLE = "assumptions.csv";
    private static final double PER_THOUSAND = 1000;

    private Assumptions() {
    }

    /** A figure with its band: as known on a day, else the first that became known later. */
    public static Estimate of(String key, LocalDate day) {
        DatedTable table = DatedTable.load(TABLE);
        DatedTable.Row row = table.latest(key, day).or(() -> table.latest(key, LocalDate.MAX)).orElseThrow(
            () -> new RiskException(TABLE + ": nothing is assumed of \"" + key + "\""));
        double low = row.number("low", 0, 1e15);
        double high = row.number("high", low, 1e15);
        return new Estimate(row.number("value", low, high), low, high, "", key, row.cited());
    }

    /** The same as a distribution between the ends of its band. */
    public static Spread spread(String key, LocalDate day) {
        Estimate of = of(key, day);
        return of.low() > 0 ? Spread.between(of.low(), of.high(), of.source())
            : new Spread.Uniform(0, of.high(), of.source());
    }

    /** Work done again: with a chance, some of it. */
    public static Spread repeated(LocalDate day) {
        Estimate share = of("repeat-share", day);
        return new Spread.Sometimes(of("repeat-chance", day).value(),
            new Spread.Uniform(share.low(), share.high(), share.source()));
    }

    /**
     * The goodput of a cluster, of which a run may give some figures.
     *
     * @param node accelerators of a server
     * @param checkpointBytes of one checkpoint
     * @param storage bytes a second that all write together
     * @param spareShare spare servers over servers
     * @param failureRate failures of 1,000 servers a day
     * @param restartSeconds from a failure to the next step
     */
    public static Goodput goodput(double accelerators, int node, double checkpointBytes, Optional<Double> storage,
        Optional<Double> spareShare, Optional<Double> failureRate, Optional<Double> restartSeconds, LocalDate day) {
        double nodes = accelerators / node;
        double bandwidth = storage.orElseGet(() ->
            accelerators * of("storage-bytes-per-accelerator", day).value());
        CheckpointWrite write = DatedTable.load(TABLE).latest("host-copy-bytes-per-accelerator", day).isPresent()
            ? CheckpointWrite.asynchronous(checkpointBytes, bandwidth, accelerators,
                of("host-copy-bytes-per-accelerator", day).value())
            : CheckpointWrite.blocking(checkpointBytes, bandwidth);
        LocalDate known = DatedTable.load("failures.csv").known(day).stream()
            .filter(row -> row.cells().text("fleet").isPresent()).count() < 2 ? LocalDate.MAX : day;
        FailureRate failures = FailureRate.known(known);
        if (failureRate.isPresent()) {
            failures = new FailureRate(new Spread.Fixed(failureRate.get() / PER_THOUSAND
                * FailureRate.ACCELERATORS_PER_NODE / node, "cluster.failure_rate"), failures.perJobDay());
        }
        double load = checkpointBytes / bandwidth;
        RestartTime restart = restartSeconds.map(given -> new RestartTime(List.of(
            new RestartTime.Part("restart", new Spread.Fixed(given, "cluster.restart")))))
            .orElseGet(() -> RestartTime.known(write.stallSeconds() < write.writeSeconds()
                ? RestartTime.Way.AUTOMATIC : RestartTime.Way.BY_HAND, LocalDate.MAX, load));
        // Rates are those of nodes of eight, whatever a server holds.
        double eights = nodes * node / FailureRate.ACCELERATORS_PER_NODE;
        int spares = (int) Math.round(eights * spareShare.orElseGet(() -> of("spare-share", day).value()));
        return new Goodput(eights, failures, restart, write, spares, of("repair-days", day).value(),
            new Stragglers(of("slow-nodes-per-1000-node-days", day).value() / PER_THOUSAND,
                of("slow-cost", day).value(), of("hours-to-find-slow", day).value(), of("heat-swing", day).value()),
            new LossExplosions(of("explosions-per-day", day).value(), of("explosion-hours", day).value()));
    }
}
