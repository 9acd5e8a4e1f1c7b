package dev.longrun.run;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates of the run. */
public record Schedule(
    @Key(value = "The day the forecast is made: nothing later is taken as known", unit = Unit.DATE,
        example = "2024-07-22")
    Optional<LocalDate> asOf,
    @Key(value = "The day the deadline was promised", unit = Unit.DATE, example = "2024-07-22")
    Optional<LocalDate> announced,
    @Key(value = "First day of training", unit = Unit.DATE, example = "2024-07-22")
    Optional<LocalDate> start,
    @Key(value = "The day it is promised for", unit = Unit.DATE, example = "2024-12-31")
    Optional<LocalDate> deadline,
    @Key(value = "Accelerators at hand from a day on, where they come in stages: a day and a number each, in order",
        example = "2024-09-02 100k")
    Optional<List<String>> arrivals,
    @Key(value = "From the last step to the release: tuning, tests", unit = Unit.SECONDS, min = 0,
        example = "60 days")
    Optional<Double> postTraining) {

    private static final Pattern ARRIVAL = Pattern.compile("(\\S+)\\s+(\\S.*)");

    /**
     * A stage of the hardware's arrival.
     *
     * @param day from which on
     * @param accelerators at hand, those of earlier stages included
     */
    public record Arrival(LocalDate day, long accelerators) {

        /** Reads {@code 2024-09-02 100k}; empty if it is not of that form. */
        static Optional<Arrival> read(String text) {
            Matcher parts = ARRIVAL.matcher(text.strip());
            if (!parts.matches()) {
                return Optional.empty();
            }
            try {
                LocalDate day = LocalDate.parse(parts.group(1));
                return Quantity.read(parts.group(2), Unit.NONE, false).map(count -> count.stripTrailingZeros())
                    .filter(count -> count.scale() <= 0 && count.signum() > 0 && count.precision() - count.scale() < 10)
                    .map(count -> new Arrival(day, count.longValueExact()));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
    }

    /** The stages in which the hardware arrives; none where all of it is there from the start. */
    public List<Arrival> stages() {
        return arrivals.orElse(List.of()).stream().map(text -> Arrival.read(text).orElseThrow()).toList();
    }
}
