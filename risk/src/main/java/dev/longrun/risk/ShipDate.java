package dev.longrun.risk;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The ship date by quasi-Monte Carlo over everything it hangs on. All answers about one run use the same points, so
 * that what differs between them is the run and not the draw.
 */
public final class ShipDate {

    private static final double[] QUANTILES = {0.1, 0.25, 0.5, 0.75, 0.9};
    private static final int FACTORS = Factor.values().length;
    private static final double LEAST_RUN = 1e-3;

    private final ShipInputs inputs;
    private final Sampling sampling;
    private final Optional<PromiseClass> promises;
    private final ShipModel model;

    /** With the cases known on the forecast's day as its class. */
    public ShipDate(ShipInputs inputs, Sampling sampling) {
        this(inputs, sampling, inputs.promise().map(p -> PromiseClass.known(p, inputs.asOf())));
    }

    ShipDate(ShipInputs inputs, Sampling sampling, Optional<PromiseClass> promises) {
        this.inputs = inputs;
        this.sampling = sampling;
        this.promises = promises;
        model = new ShipModel(inputs, promises);
    }

    /** The whole answer. */
    public ShipForecast forecast() {
        double[][] readyDays = sampling.values(FACTORS, model::readyDays);
        Distribution ready = new Distribution(readyDays);
        Optional<double[][]> promiseDays = promises.map(_ -> sampling.values(FACTORS, model::promiseDays));
        Distribution ships = promiseDays.map(days -> new Distribution(later(readyDays, days))).orElse(ready);
        double never = promises.map(p -> p.never().value()).orElse(0.0);
        Optional<Double> days = inputs.deadline().map(day -> (double) ChronoUnit.DAYS.between(inputs.asOf(), day));
        String source = "quasi-Monte Carlo, " + sampling.copies() + " x " + sampling.points() + " points, seed "
            + sampling.seed();
        Optional<Estimate> readyBy = days.map(d -> share(ready, d, "share of draws in which it is ready", source));
        Optional<Estimate> kept = days.flatMap(d -> promises.map(p -> {
            Distribution alone = new Distribution(promiseDays.orElseThrow());
            return share(alone, d, "share of promises of the class, of those ever kept", p.ratio().source());
        }));
        Optional<Estimate> by = days.map(d -> {
            double apart = ships.below(d) * (1 - never);
            double together = Math.min(ready.below(d), kept.map(Estimate::value).orElse(1.0)) * (1 - never);
            return new Estimate(apart, Math.max(0, apart - 2 * ships.belowError(d)), Math.max(apart, together), "",
                "(1 - P(never)) x share of draws; high end: the lesser of the plan's and the class's share", source);
        });
        List<Double> chart = Stream.iterate(0.005, p -> p < 1, p -> p + 0.01).map(ships::quantile).toList();
        return new ShipForecast(inputs.asOf(), inputs.deadline(), by, readyBy, kept,
            promises.map(PromiseClass::never), dates(ready), dates(ships), chart, ships.quantileError(0.5));
    }

    private static double[][] later(double[][] one, double[][] other) {
        double[][] later = new double[one.length][];
        for (int c = 0; c < one.length; c++) {
            later[c] = one[c].clone();
            for (int i = 0; i < later[c].length; i++) {
                later[c][i] = Math.max(later[c][i], other[c][i]);
            }
        }
        return later;
    }

    /** One input at a time from its 10 % to its 90 % quantile, the greatest swing first. */
    public List<ShipForecast.Swing> swings() {
        List<ShipForecast.Swing> swings = new ArrayList<>();
        for (Factor factor : Factor.values()) {
            swings.add(new ShipForecast.Swing(factor, oneAtATime(factor, 0.1), oneAtATime(factor, 0.9)));
        }
        swings.sort(Comparator.comparingDouble(ShipForecast.Swing::days).reversed());
        return swings;
    }

    private double oneAtATime(Factor factor, double quantile) {
        double[] u = new double[FACTORS];
        Arrays.fill(u, 0.5);
        u[factor.ordinal()] = quantile;
        return model.shipDays(u);
    }

    /**
     * Which input the date's uncertainty comes from, the greatest total first. Of the date's rank, not of the date:
     * the tail of the promises is so heavy that the date has no variance.
     */
    public Map<Factor, ShipForecast.Share> shares() {
        Distribution ships = new Distribution(fewer().values(FACTORS, model::shipDays));
        VarianceShares shares = VarianceShares.of(FACTORS, u -> ships.below(model.shipDays(u)), fewer());
        Map<Factor, ShipForecast.Share> byFactor = new LinkedHashMap<>();
        Stream.of(Factor.values()).sorted(Comparator.comparingDouble(f -> -shares.total()[f.ordinal()]))
            .forEach(f -> byFactor.put(f, new ShipForecast.Share(shares.first()[f.ordinal()],
                shares.total()[f.ordinal()])));
        return byFactor;
    }

    /**
     * The largest share of the run with which the model ships by the deadline with the wanted probability; nothing
     * where even a thousandth of it does not, because other things than the run decide.
     */
    public Optional<Estimate> runShareFor(double probability) {
        Check.share("probability", probability);
        double days = inputs.deadline().map(day -> (double) ChronoUnit.DAYS.between(inputs.asOf(), day)).orElseThrow(
            () -> new RiskException("deadline: is needed to ask what would make it"));
        double low = LEAST_RUN;
        if (probabilityWith(low, days) < probability) {
            return Optional.empty();
        }
        double high = 1;
        if (probabilityWith(high, days) < probability) {
            for (int i = 0; i < 20; i++) {
                double middle = Math.sqrt(low * high);
                if (probabilityWith(middle, days) >= probability) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
        } else {
            low = high;
        }
        return Optional.of(Estimate.exact(low, "of the run", "bisection on P(ships by the deadline) = " + probability,
            "the same points throughout"));
    }

    private double probabilityWith(double runShare, double days) {
        ShipModel smaller = new ShipModel(inputs.withRun(runShare), promises);
        double never = promises.map(p -> p.never().value()).orElse(0.0);
        return (1 - never) * new Distribution(fewer().values(FACTORS, smaller::shipDays)).below(days);
    }

    /** For answers that take many forecasts. */
    private Sampling fewer() {
        return new Sampling(sampling.copies(), Math.min(sampling.points(), 2048), sampling.seed(), sampling.threads());
    }

    /** The same cluster with smaller runs, by name and share of the run. */
    public List<ShipForecast.Tier> tiers(SortedMap<String, Double> shares) {
        List<ShipForecast.Tier> tiers = new ArrayList<>();
        shares.forEach((name, share) -> tiers.add(new ShipForecast.Tier(name, share,
            new ShipDate(inputs.withRun(share), sampling, promises).forecast())));
        tiers.sort(Comparator.comparing(tier -> tier.forecast().ready().get(0.5)));
        return tiers;
    }

    private static Estimate share(Distribution of, double days, String rule, String source) {
        double value = of.below(days);
        double error = 2 * of.belowError(days);
        return new Estimate(value, Math.max(0, value - error), Math.min(1, value + error), "", rule, source);
    }

    private SortedMap<Double, LocalDate> dates(Distribution of) {
        SortedMap<Double, LocalDate> dates = new TreeMap<>();
        for (double p : QUANTILES) {
            // Beyond a human life a date is but a number.
            dates.put(p, inputs.asOf().plusDays((long) Math.ceil(Math.min(of.quantile(p), 36_525))));
        }
        return dates;
    }
}
