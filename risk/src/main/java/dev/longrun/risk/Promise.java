package dev.longrun.risk;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** What was said on one day to be there by another. */
public record Promise(LocalDate announcedOn, LocalDate promisedBy) {

    /** Checks. */
    public Promise {
        if (!promisedBy.isAfter(announcedOn)) {
            throw new RiskException("promisedBy: " + promisedBy + " should be after " + announcedOn);
        }
    }

    /** Days between the two. */
    public long days() {
        return ChronoUnit.DAYS.between(announcedOn, promisedBy);
    }
}
