package dev.longrun.train;

import dev.longrun.plan.LiveForecast;
import dev.longrun.plan.LossCurve;
import dev.longrun.plan.LossForecast;
import dev.longrun.run.Run;
import dev.longrun.run.Unit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What a run under way expects of its end: loss, goal, deadline. Changes no training bit. */
final class Prospect {

    private final Run run;
    private final LossForecast forecast;
    private final LossCurve curve;
    private final List<LiveForecast.Seen> evaluations = new ArrayList<>();

    Prospect(Run run, LossForecast forecast, LossCurve curve) {
        this.run = run;
        this.forecast = forecast;
        this.curve = curve;
    }

    /** Takes evaluations in, also of processes before this one. */
    void hear(Event event) {
        if (event instanceof Event.Evaluated evaluated) {
            evaluations.removeIf(seen -> seen.step() >= evaluated.step());
            evaluations.add(new LiveForecast.Seen(evaluated.step(), evaluated.bitsPerByte()));
        }
    }

    /** As things stand {@code seconds} after the run began, with about {@code etaSeconds} to go. */
    Event.Foretold foretold(String at, long step, double seconds, double etaSeconds) {
        LiveForecast live = LiveForecast.of(curve, forecast, evaluations);
        OptionalDouble left = secondsLeft(Instant.parse(at), seconds);
        return new Event.Foretold(at, step, live.bitsPerByte(), live.low(), live.high(), live.outsideSince(),
            run.goal().orElse(0.0), run.goal().map(live::chance).orElse(0.0),
            left.isEmpty() ? -1 : LiveForecast.inTime(left.getAsDouble(), etaSeconds));
    }

    /** Until the budget's time is spent, or the deadline's day is over, whichever comes first. */
    private OptionalDouble secondsLeft(Instant now, double seconds) {
        double budget = run.budget().filter(each -> each.unit() == Unit.SECONDS)
            .map(each -> each.amount() - seconds).orElse(Double.POSITIVE_INFINITY);
        double deadline = run.schedule().deadline().map(day -> Duration.between(now,
            day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()).toMillis() / 1e3)
            .orElse(Double.POSITIVE_INFINITY);
        double left = Math.min(budget, deadline);
        return Double.isFinite(left) ? OptionalDouble.of(left) : OptionalDouble.empty();
    }
}
