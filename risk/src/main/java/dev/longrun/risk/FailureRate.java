package dev.longrun.risk;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How often something breaks. Fleets differ by a factor of eight, so the rate of a fleet not yet seen is a
 * distribution: a lognormal with mean and spread of the public fleets' logarithms, its spread widened by sqrt(1 +
 * 1/n) for the n fleets that the mean rests on. A job stops more often than its nodes break (software, storage, the
 * network as a whole): the node rate alone gives 28.8 h between failures at 1,024 GPUs where Meta measured 7.9 h
 * (arXiv 2410.21680); what is left is a term of the job whatever its size. At 16,384 GPUs it is a seventh of the
 * whole.
 *
 * @param perNodeDay failures of a node of eight accelerators a day
 * @param perJobDay interruptions of a job a day beyond those of its nodes
 */
public record FailureRate(Spread perNodeDay, Spread perJobDay) {

    /** Accelerators that the public rates count as one node. */
    public static final int ACCELERATORS_PER_NODE = 8;

    private static final double HOURS = 24;

    /** Checks. */
    public FailureRate {
        Check.within("perNodeDay", perNodeDay, 0, Double.POSITIVE_INFINITY);
        Check.within("perJobDay", perJobDay, 0, Double.POSITIVE_INFINITY);
    }

    /** From the public fleets known on a day. */
    public static FailureRate known(LocalDate day) {
        return from(DatedTable.load("failures.csv"), day);
    }

    static FailureRate from(DatedTable table, LocalDate day) {
        List<DatedTable.Row> fleets = table.known(day).stream().filter(row -> row.cells().text("fleet").isPresent())
            .toList();
        if (fleets.size() < 2) {
            throw new RiskException("failure rate: needs two fleets known on " + day + ", has " + fleets.size());
        }
        double[] logs = fleets.stream()
            .mapToDouble(row -> Math.log(row.number("per_1000_node_days", 0.01, 1000) / 1000)).toArray();
        double mean = 0;
        for (double log : logs) {
            mean += log / logs.length;
        }
        double squares = 0;
        for (double log : logs) {
            squares += (log - mean) * (log - mean);
        }
        double sigma = Math.sqrt(squares / (logs.length - 1) * (1 + 1.0 / logs.length));
        String names = fleets.stream().map(row -> row.cells().text("fleet").get()).collect(Collectors.joining(", "));
        Spread node = new Spread.LogNormal(Math.exp(mean), sigma, "lognormal over the fleets known on " + day + ": "
            + names);
        return new FailureRate(node, job(table, day));
    }

    /** The job's own term, from the one published pair of a measured job and the rate of its nodes. */
    private static Spread job(DatedTable table, LocalDate day) {
        return table.latest("job-mttf", day).<Spread>map(row -> {
            double measured = HOURS / row.number("mttf_h", 0.01, 10_000);
            double nodes = row.number("accelerators", 8, 1e7) / ACCELERATORS_PER_NODE
                * row.number("per_1000_node_days", 0.01, 1000) / 1000;
            return new Spread.Uniform(0, Math.max(0, measured - nodes), row.cited());
        }).orElse(new Spread.Fixed(0, "no job's own rate was public on " + day));
    }

    /** Mean time between interruptions of a job, hours, at quantiles of the two rates. */
    public double mttfHours(double nodes, double nodeQuantile, double jobQuantile) {
        Check.positive("nodes", nodes);
        return HOURS / (nodes * perNodeDay.quantile(nodeQuantile) + perJobDay.quantile(jobQuantile));
    }

    /** Mean time between interruptions with its 80 % band. */
    public Estimate mttf(double nodes) {
        return new Estimate(mttfHours(nodes, 0.5, 0.5), mttfHours(nodes, 0.9, 0.9), mttfHours(nodes, 0.1, 0.1), "h",
            "24 h / (nodes x rate of a node + rate of the job)", perNodeDay.source() + "; " + perJobDay.source());
    }
}
