package dev.longrun.risk;

import java.time.LocalDate;

/** What an accelerator costs to rent by the hour or to buy, as public on a day. */
public final class Prices {

    private Prices() {
    }

    /** Rent, USD an hour. */
    public static Estimate rent(String chip, LocalDate day) {
        return price(chip, "rent", "USD/h", day);
    }

    /** Price of the accelerator alone, USD. */
    public static Estimate buy(String chip, LocalDate day) {
        return price(chip, "buy", "USD", day);
    }

    private static Estimate price(String chip, String kind, String unit, LocalDate day) {
        DatedTable.Row row = DatedTable.load("prices.csv").latest(kind + " " + chip, day).orElseThrow(
            () -> new RiskException("prices.csv: no price to " + kind + " \"" + chip + "\" was known on " + day
                + "; give one, or a row of your own"));
        double low = row.number("low", 0.001, 1e7);
        double high = row.number("high", low, 1e7);
        return new Estimate(row.number("value", low, high), low, high, unit, "price to " + kind, row.cited());
    }
}
