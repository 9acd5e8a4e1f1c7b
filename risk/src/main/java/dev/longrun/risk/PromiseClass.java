package dev.longrun.risk;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How promises like this one were kept: the ratio of actual to promised time of announced models, near ones (60 days
 * and less) and far ones apart, from what was known on a day. Open cases are censored, cancelled ones never ship. The
 * estimate is Susarla and Van Ryzin's (JASA 71, 1976): a Dirichlet process around the prior, weighted as some cases,
 * and the cases; with no prior it is Kaplan and Meier's, with no cases the prior.
 *
 * @param ratio actual over promised time, of those that ship
 * @param never the probability that nothing ships under this name
 * @param shipped promises of the class known to be kept or late
 * @param cancelled known to be given up
 * @param open still open on that day
 */
public record PromiseClass(Spread ratio, Estimate never, int shipped, int cancelled, int open) {

    /** Promises are near up to here, and held otherwise than far ones. */
    public static final int NEAR_DAYS = 60;

    private static final int GRID = 2000;
    private static final double LEAST = 0.05;
    private static final double MOST = 1e4;

    /** From the public cases known on a day. */
    public static PromiseClass known(Promise promise, LocalDate day) {
        return from(DatedTable.load("promises.csv"), PromisePrior.known(day), promise, day);
    }

    static PromiseClass from(DatedTable table, PromisePrior prior, Promise promise, LocalDate day) {
        boolean near = promise.days() <= NEAR_DAYS;
        List<PromiseCase> cases = table.known(day).stream().flatMap(row -> PromiseCase.on(day, row).stream())
            .filter(c -> c.promisedDays() <= NEAR_DAYS == near).toList();
        Survival survival = new Survival(prior, cases);
        double[] at = grid(cases);
        double[] above = Arrays.stream(at).map(survival::above).toArray();
        double never = survival.never();
        int shipped = (int) cases.stream().filter(c -> !c.open() && Double.isFinite(c.ratio())).count();
        int open = (int) cases.stream().filter(PromiseCase::open).count();
        int cancelled = cases.size() - shipped - open;
        String source = (near ? "promises up to " : "promises beyond ") + NEAR_DAYS + " days known on " + day + ": "
            + shipped + " shipped, " + cancelled + " cancelled, " + open + " open; prior counting as "
            + Math.round(prior.cases()) + ": " + prior.ratio().source();
        // How sure: that of a beta distribution with as many cases, by its standard deviation.
        double weight = prior.cases() + survival.cases();
        double error = 1.28 * Math.sqrt(never * (1 - never) / (weight + 1));
        return new PromiseClass(new Spread.Empirical(quantiles(at, above, never), source),
            new Estimate(never, Math.max(0, never - error), Math.min(1, never + error), "",
                "share of promises of the class that are never kept under their name", source),
            shipped, cancelled, open);
    }

    /** Ratios close together, and those seen: a promise kept on its day is not late. */
    private static double[] grid(List<PromiseCase> cases) {
        return DoubleStream.concat(
            IntStream.rangeClosed(0, GRID).mapToDouble(i -> LEAST * Math.pow(MOST / LEAST, (double) i / GRID)),
            cases.stream().mapToDouble(PromiseCase::ratio).filter(Double::isFinite)).sorted().distinct().toArray();
    }

    /** The ratio of those that ship at 0, 1/2000, .. 1. */
    private static List<Double> quantiles(double[] at, double[] above, double never) {
        List<Double> quantiles = new ArrayList<>();
        int i = 0;
        for (int k = 0; k <= GRID; k++) {
            double wanted = 1 - (double) k / GRID * (1 - never);
            while (i < at.length - 1 && above[i] > wanted) {
                i++;
            }
            quantiles.add(at[i]);
        }
        return quantiles;
    }
}
