package dev.longrun.run;

import java.time.LocalDate;
import java.util.Optional;

/** Dates of the run. */
public record Schedule(
    @Key(value = "First day of training", unit = Unit.DATE, example = "2024-07-22")
    Optional<LocalDate> start,
    @Key(value = "The day it is promised for", unit = Unit.DATE, example = "2024-12-31")
    Optional<LocalDate> deadline) {
}
