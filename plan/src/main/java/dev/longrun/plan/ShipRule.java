package dev.longrun.plan;

import dev.longrun.risk.Assumptions;
import dev.longrun.risk.Estimate;
import dev.longrun.risk.Goodput;
import dev.longrun.risk.Promise;
import dev.longrun.risk.ShipInputs;
import dev.longrun.risk.Spread;
import dev.longrun.risk.Supply;
import dev.longrun.run.Run;
import dev.longrun.run.Schedule;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What the ship date of a run hangs on: the run file's dates where it has them; else, where hardware was only
 * announced, the lead times and assumptions that were known on the day.
 */
final class ShipRule {
    private static final double ALL_BUT = 0.999;
    private static final double HALF = 0.5;
    private static final Spread NONE = new Spread.Fixed(0, "the run file");
    /** How far a given length may be off on either side. */
    private static final double SHORTER = 0.7;
    private static final double LONGER = 1.7;

    private ShipRule() {
    }

    /** Empty where the run file has neither a start nor a deadline. */
    static Optional<ShipInputs> inputs(Run run, LocalDate day, Estimate idealDays, Goodput goodput) {
        Schedule schedule = run.schedule();
        if (schedule.start().isEmpty() && schedule.deadline().isEmpty()) {
            return Optional.empty();
        }
        List<Schedule.Arrival> stages = schedule.stages();
        boolean announced = stages.isEmpty() && schedule.deadline().isPresent();
        Optional<Spread> lead = announced ? lead(run, day) : Optional.empty();
        Spread first = stages.isEmpty() ? days(day, schedule.start().orElse(day), "schedule.start")
            : days(day, later(stages.getFirst().day(), schedule.start().orElse(day)), "schedule.arrivals");
        Spread buildOut = stages.isEmpty() ? lead.orElse(NONE)
            : days(stages.getFirst().day(), stages.getLast().day(), "schedule.arrivals");
        Spread post = schedule.postTraining().<Spread>map(seconds -> Spread.between(SHORTER * seconds / 86_400,
            LONGER * seconds / 86_400, "schedule.post_training, 0.7 to 1.7 times"))
            .orElseGet(() -> Assumptions.spread("post-training-days", day));
        return Optional.of(new ShipInputs(day, schedule.deadline().filter(deadline -> deadline.isAfter(day)), first,
            buildOut, announced ? HALF : ALL_BUT, lead.isPresent() ? Assumptions.spread("power-days", day) : NONE, NONE,
            Spread.between(idealDays.low(), idealDays.high(), idealDays.source()), goodput,
            Assumptions.repeated(day), post, Assumptions.spread("safety-days", day), promise(schedule, day)));
    }

    /** What servers of these accelerators were waited for, where that was known. */
    private static Optional<Spread> lead(Run run, LocalDate day) {
        String family = run.hardware().preset().replaceFirst("-.*", "");
        return Supply.known(day).days(family + "-server-lead");
    }

    private static Optional<Promise> promise(Schedule schedule, LocalDate day) {
        LocalDate announced = schedule.announced().or(schedule::asOf).or(schedule::start).orElse(day);
        return schedule.deadline().filter(deadline -> deadline.isAfter(announced) && !announced.isAfter(day))
            .map(deadline -> new Promise(announced, deadline));
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    private static Spread days(LocalDate from, LocalDate to, String source) {
        return new Spread.Fixed(Math.max(0, ChronoUnit.DAYS.between(from, to)), source);
    }
}
