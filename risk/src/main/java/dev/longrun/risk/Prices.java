package dev.longrun.risk;

import java.time.LocalDate;
import java.util.List;

/** What an accelerator costs to rent by the hour or to buy, as public on a day. */
public final class Prices {

    private Prices() {
    }

    /** Rent, USD an hour; on the first day anything was known where nothing was known yet is refused. */
    public static Estimate rent(String chip, LocalDate day) {
        return price(chip, "rent", "USD/h", day);
    }

    /** Price of the accelerator alone, USD. */
    public static Estimate buy(String chip, LocalDate day) {
        return price(chip, "buy", "USD", day);
    }

    private static Estimate price(String chip, String kind, String unit, LocalDate day) {
        List<DatedTable.Row> known = DatedTable.load("prices.csv").known(day).stream()
            .filter(row -> row.key().equals(chip) && row.cells().text("kind").orElse("").equals(kind)).toList();
        if (known.isEmpty()) {
            throw new RiskException("prices.csv: no price to " + kind + " \"" + chip + "\" was known on " + day
                + "; give one, or a row of your own");
        }
        DatedTable.Row row = known.getLast();
        double low = row.number("low", 0.001, 1e7);
        double high = row.number("high", low, 1e7);
        return new Estimate(row.number("value", low, high), low, high, unit, "price to " + kind, row.cited());
    }
}
