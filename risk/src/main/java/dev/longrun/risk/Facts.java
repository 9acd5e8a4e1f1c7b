package dev.longrun.risk;

import java.time.LocalDate;

/**
 * Rates and shares that are measured rather than promised. The newest known on a day counts; where nothing was known
 * yet, the first that was: what a node draws was no less true before somebody measured it. The source says when it
 * was known.
 */
final class Facts {

    private Facts() {
    }

    static Estimate of(String tableName, String key, LocalDate day) {
        DatedTable table = DatedTable.load(tableName);
        DatedTable.Row row = table.latest(key, day)
            .or(() -> table.known(LocalDate.MAX).stream().filter(first -> first.key().equals(key)).findFirst())
            .orElseThrow(() -> new RiskException(tableName + ": nothing known of \"" + key + "\""));
        double low = row.number("low", 0, 1e6);
        double high = row.number("high", low, 1e6);
        return new Estimate(row.number("value", low, high), low, high, "", key, row.cited());
    }
}
