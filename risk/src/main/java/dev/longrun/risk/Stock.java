package dev.longrun.risk;

import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much text there is, what the largest runs read, and when they will have read it all: the frontier of a known
 * day grows by orders of magnitude a year until it meets the stock.
 *
 * @param effectiveTokens of public human text
 * @param frontierTokens read by the largest run known
 * @param frontierDay of that run
 * @param growthOomPerYear of the largest runs
 */
public record Stock(Spread effectiveTokens, double frontierTokens, LocalDate frontierDay, Spread growthOomPerYear) {

    /** Checks. */
    public Stock {
        Check.positive("frontierTokens", frontierTokens);
        Check.positive("growthOomPerYear", growthOomPerYear.quantile(1e-9));
    }

    /** As known on a day. */
    public static Stock known(LocalDate day) {
        DatedTable table = DatedTable.load("stock.csv");
        DatedTable.Row frontier = row(table, "frontier-tokens", day);
        DatedTable.Row growth = row(table, "growth-oom-per-year", day);
        double low = growth.number("low", 0.001, 10);
        return new Stock(fact("text-stock", day), frontier.number("value", 1, 1e20), frontier.asOf(),
            Spread.between(low, growth.number("high", low, 10), growth.cited()));
    }

    /** A row of the table as a distribution: lognormal between its ends. */
    static Spread fact(String key, LocalDate day) {
        DatedTable.Row row = row(DatedTable.load("stock.csv"), key, day);
        double low = row.number("low", 1e-9, 1e30);
        return Spread.between(low, row.number("high", low, 1e30), row.cited());
    }

    /** The share of the stock that a run of so many tokens reads. */
    public Estimate shareRead(double tokens) {
        Check.positive("tokens", tokens);
        return new Estimate(tokens / effectiveTokens.quantile(0.5), tokens / effectiveTokens.quantile(0.9),
            tokens / effectiveTokens.quantile(0.1), "of the stock", "tokens / stock", effectiveTokens.source());
    }

    /** Days by which the largest runs read more than there is, by share of the probability. */
    public SortedMap<Double, LocalDate> exceeded(Sampling sampling) {
        Distribution years = new Distribution(sampling.values(2, u -> Math.max(0,
            Math.log10(effectiveTokens.quantile(u[0]) / frontierTokens) / growthOomPerYear.quantile(u[1]))));
        return new TreeMap<>(Map.of(0.1, day(years, 0.1), 0.25, day(years, 0.25), 0.5, day(years, 0.5), 0.75,
            day(years, 0.75), 0.9, day(years, 0.9)));
    }

    private LocalDate day(Distribution years, double p) {
        return frontierDay.plusDays(Math.round(Math.min(years.quantile(p), 1000) * 365.25));
    }

    private static DatedTable.Row row(DatedTable table, String key, LocalDate day) {
        return table.latest(key, day).orElseThrow(
            () -> new RiskException("stock.csv: nothing known of \"" + key + "\" on " + day));
    }
}
