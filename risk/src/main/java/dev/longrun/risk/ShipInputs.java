package dev.longrun.risk;

import java.time.LocalDate;
import java.util.Optional;

/**
 * All that the ship date hangs on. Days count from {@code asOf}.
 *
 * @param asOf the day of the forecast; nothing that became known later belongs in here
 * @param deadline what the probability is asked of
 * @param firstArrivalDays until the first accelerators stand and run
 * @param buildOutDays from the first to the last; they come evenly
 * @param startShare training begins once this share of them is there
 * @param powerDays until the site has the power for them; 0 where it has
 * @param dataDays until there is data to train on
 * @param idealDays length of the final run on the whole cluster when nothing fails ({@link RunLength})
 * @param goodput what of the time ends up in the model
 * @param repeatedShare work thrown away and done again, as a share of the run: 0, or with a chance some of it
 * @param postTrainingDays from the end of the run to a model that answers
 * @param safetyDays evaluation, red team, release
 * @param promise what its maker said, if anything
 */
public record ShipInputs(LocalDate asOf, Optional<LocalDate> deadline, Spread firstArrivalDays, Spread buildOutDays,
    double startShare, Spread powerDays, Spread dataDays, Spread idealDays, Goodput goodput, Spread repeatedShare,
    Spread postTrainingDays, Spread safetyDays, Optional<Promise> promise) {

    /** Checks. */
    public ShipInputs {
        double most = Double.POSITIVE_INFINITY;
        Check.within("firstArrivalDays", firstArrivalDays, 0, most);
        Check.within("buildOutDays", buildOutDays, 0, most);
        Check.between("startShare", startShare, 0.001, 1);
        Check.within("powerDays", powerDays, 0, most);
        Check.within("dataDays", dataDays, 0, most);
        Check.within("idealDays", idealDays, 0, most);
        Check.within("repeatedShare", repeatedShare, 0, 10);
        Check.within("postTrainingDays", postTrainingDays, 0, most);
        Check.within("safetyDays", safetyDays, 0, most);
        deadline.filter(day -> !day.isAfter(asOf)).ifPresent(day -> {
            throw new RiskException("deadline: " + day + " should be after " + asOf);
        });
        promise.filter(p -> p.announcedOn().isAfter(asOf)).ifPresent(p -> {
            throw new RiskException("promise: announced on " + p.announcedOn() + ", after " + asOf);
        });
    }

    /** The same with a run of another length. */
    public ShipInputs withRun(double share) {
        return new ShipInputs(asOf, deadline, firstArrivalDays, buildOutDays, startShare, powerDays, dataDays,
            new Spread.Scaled(idealDays, share), goodput, repeatedShare, postTrainingDays, safetyDays, promise);
    }

    /** The same with another goodput. */
    public ShipInputs withGoodput(Goodput other) {
        return new ShipInputs(asOf, deadline, firstArrivalDays, buildOutDays, startShare, powerDays, dataDays,
            idealDays, other, repeatedShare, postTrainingDays, safetyDays, promise);
    }
}
