package dev.longrun.risk;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A promise and what was known of it on some day.
 *
 * @param model whose promise; several of one model share one vote
 * @param ratio actual over promised time if shipped; how much of it had passed if still open; infinite if given up
 * @param open not shipped and not given up when last heard of
 */
record PromiseCase(String model, long promisedDays, double ratio, boolean open) {

    /** As known on a day; nothing where it had not been made yet. */
    static Optional<PromiseCase> on(LocalDate day, DatedTable.Row row) {
        Promise promise = new Promise(row.asOf(), date(row, "promised_by"));
        if (!row.asOf().isBefore(day)) {
            return Optional.empty();
        }
        String outcome = row.cells().text("outcome").orElse("");
        if (!outcome.matches("shipped|cancelled|pending")) {
            throw row.cells().problem("outcome", "should be shipped, cancelled or pending");
        }
        LocalDate heard = date(row, "outcome_on");
        String model = row.cells().text("model").orElse(row.key());
        boolean open = heard.isAfter(day) || outcome.equals("pending");
        LocalDate until = heard.isAfter(day) ? day : heard;
        double ratio = Math.max(1e-3, (double) ChronoUnit.DAYS.between(row.asOf(), until) / promise.days());
        return Optional.of(new PromiseCase(model, promise.days(),
            !open && outcome.equals("cancelled") ? Double.POSITIVE_INFINITY : ratio, open));
    }

    private static LocalDate date(DatedTable.Row row, String column) {
        return row.date(column).orElseThrow(() -> row.cells().problem(column, "needs a day"));
    }
}
