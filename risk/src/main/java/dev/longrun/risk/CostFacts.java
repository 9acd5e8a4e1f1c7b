package dev.longrun.risk;

import java.time.LocalDate;

/** Shares and rates of a bill that are no prices: {@code costs.csv}. */
final class CostFacts {

    private CostFacts() {
    }

    static Estimate of(String key, LocalDate day) {
        DatedTable table = DatedTable.load("costs.csv");
        DatedTable.Row row = table.latest(key, day).or(() -> table.latest(key, LocalDate.MAX)).orElseThrow(
            () -> new RiskException("costs.csv: nothing known of \"" + key + "\""));
        double low = row.number("low", 0, 1e6);
        double high = row.number("high", low, 1e6);
        return new Estimate(row.number("value", low, high), low, high, "", key, row.cited());
    }
}
