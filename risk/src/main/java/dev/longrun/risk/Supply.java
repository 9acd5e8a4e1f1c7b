package dev.longrun.risk;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Lead times of hardware and power and the speed of building, as public on a day: {@code supply.csv}, to which a
 * file of the same name in the user's folder adds.
 */
public final class Supply {

    private final DatedTable table;
    private final LocalDate day;

    private Supply(DatedTable table, LocalDate day) {
        this.table = table;
        this.day = day;
    }

    /** What was known on a day. */
    public static Supply known(LocalDate day) {
        return new Supply(DatedTable.load("supply.csv"), day);
    }

    static Supply from(DatedTable table, LocalDate day) {
        return new Supply(table, day);
    }

    /** Days, 10 to 90 %; nothing where nothing was known of it. */
    public Optional<Spread> days(String key) {
        return table.latest(key, day).map(row -> {
            double low = row.number("low", 0.1, 36_525);
            return Spread.between(low, row.number("high", low, 36_525), row.cited());
        });
    }

    /** The same, where it cannot be done without. */
    public Spread needed(String key) {
        return days(key).orElseThrow(() -> new RiskException("supply.csv: nothing known of \"" + key + "\" on " + day
            + "; known are " + String.join(", ", keys())));
    }

    /** What something was known of. */
    public List<String> keys() {
        return table.known(day).stream().map(DatedTable.Row::key).distinct().toList();
    }
}
