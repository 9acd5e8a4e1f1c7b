package dev.longrun.risk;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The share of a cluster's time that ends up in the model: effective time (failures, restarts, checkpoints), times
 * the speed that stragglers leave, times what loss explosions leave.
 *
 * @param nodes nodes of eight accelerators that the job runs on
 * @param spares further nodes that wait
 * @param repairDays until a broken node is back
 */
public record Goodput(double nodes, FailureRate failures, RestartTime restart, CheckpointWrite checkpoint, int spares,
    double repairDays, Stragglers stragglers, LossExplosions explosions) {

    private static final double DAY = 86_400;
    private static final Sampling SAMPLING = new Sampling(8, 256, 1, 1);

    /** Checks. */
    public Goodput {
        Check.between("nodes", nodes, 1.0 / FailureRate.ACCELERATORS_PER_NODE, 1e7);
        Check.between("spares", spares, 0, 1_000_000);
        Check.notNegative("repairDays", repairDays);
    }

    /** Effective time at quantiles of the node's rate, the job's rate and the restart. */
    public double effective(double nodeQuantile, double jobQuantile, double restartQuantile) {
        return effective(nodes, spares, failures.perNodeDay().quantile(nodeQuantile),
            failures.perJobDay().quantile(jobQuantile), restart.seconds(restartQuantile));
    }

    private double effective(double used, int waiting, double perNodeDay, double perJobDay, double restartSeconds) {
        double perDay = used * perNodeDay + perJobDay;
        double mttf = DAY / perDay;
        double running = perDay > 0 ? EffectiveTime.share(mttf, restartSeconds, checkpoint,
            CheckpointInterval.chosen(checkpoint, mttf)) : 1;
        return running * (1 - Spares.stalledShare(Spares.away(used, perNodeDay, repairDays), waiting));
    }

    /** The whole share at quantiles. */
    public double share(double nodeQuantile, double jobQuantile, double restartQuantile) {
        return effective(nodeQuantile, jobQuantile, restartQuantile) * stragglers.speed(nodes) * explosions.kept();
    }

    /**
     * The share of the whole cluster's work that a maker gets out of it: where it fails so often that half of it,
     * with the other half as spares, does more than all of it, half of it is used, or a quarter.
     */
    public double bestUse(double nodeQuantile, double jobQuantile, double restartQuantile) {
        double perNodeDay = failures.perNodeDay().quantile(nodeQuantile);
        double perJobDay = failures.perJobDay().quantile(jobQuantile);
        double restartSeconds = restart.seconds(restartQuantile);
        double best = 0;
        for (double part = 1; part == 1 || part * nodes >= 1; part /= 2) {
            double used = part * nodes;
            double share = part * stragglers.speed(used)
                * effective(used, (int) Math.round(spares + nodes - used), perNodeDay, perJobDay, restartSeconds);
            if (share < best) {
                break;
            }
            best = share;
        }
        return best * explosions.kept();
    }

    /** Effective training time as Llama 3 and Meta report it, with the band of rates and restarts drawn together. */
    public Estimate effectiveTime() {
        return estimate(u -> effective(u[0], u[1], u[2]),
            "tau / (M e^(R/M) (e^((tau + w)/M) - 1)), tau by Daly 2006, x time with enough nodes");
    }

    /** The share of the cluster's time that ends up in the model, where all of it is used. */
    public Estimate share() {
        return estimate(u -> share(u[0], u[1], u[2]),
            "effective time x speed with stragglers x work kept after loss explosions");
    }

    /** The same where as much of it is used as does most; what a ship date counts on. */
    public Estimate bestUse() {
        return estimate(u -> bestUse(u[0], u[1], u[2]),
            "effective time x speed with stragglers x work kept, of the whole, a half or a quarter of the cluster");
    }

    /** Interruptions in so many days of the job. */
    public Estimate interruptions(double days) {
        Estimate mttf = failures.mttf(nodes);
        double hours = 24 * Check.positive("days", days);
        return new Estimate(hours / mttf.value(), hours / mttf.high(), hours / mttf.low(), "interruptions",
            "hours / mean time between interruptions", mttf.source());
    }

    /** Where time goes, at the medians: shares that with {@link #effective} add up to 1. */
    public List<Estimate> losses() {
        double mttf = failures.mttfHours(nodes, 0.5, 0.5) * 3600;
        double interval = CheckpointInterval.chosen(checkpoint, mttf);
        double running = EffectiveTime.share(mttf, restart.seconds(0.5), checkpoint, interval);
        double writing = running * checkpoint.stallSeconds() / interval;
        double effective = effective(0.5, 0.5, 0.5);
        double waiting = running - effective;
        String source = failures.perNodeDay().source();
        return List.of(Estimate.exact(writing, "", "checkpoints that are kept", "Daly 2006"),
            Estimate.exact(waiting, "", "waiting for a node", source),
            Estimate.exact(1 - running - writing, "", "restarts and work done again", source));
    }

    private Estimate estimate(ToDoubleFunction<double[]> of, String rule) {
        Distribution draws = new Distribution(SAMPLING.values(3, of));
        double value = of.applyAsDouble(new double[] {0.5, 0.5, 0.5});
        return new Estimate(value, Math.min(value, draws.quantile(0.1)), Math.max(value, draws.quantile(0.9)), "",
            rule, failures.perNodeDay().source());
    }
}
