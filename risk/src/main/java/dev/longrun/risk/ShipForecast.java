package dev.longrun.risk;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * When it ships. A probability of a few per cent and less says "not with these inputs" and no more: errors of the
 * inputs' own bands, and causes that nobody listed, are not in it.
 *
 * @param byDeadline probability that it ships by the deadline; the low end has delays of the plan and of promises
 *     independent, the high end has them from the same causes
 * @param readyByDeadline probability that it could: the plan alone
 * @param promiseKept probability that promises of the class ship in as much time: the outside view alone
 * @param never probability that nothing ships under this name
 * @param ready days of which a share of the probability lies before, of being ready; by 0.1, 0.25, 0.5, 0.75, 0.9
 * @param ships the same of shipping, where it ships at all
 * @param shipDays days after the forecast's day at 0.5 %, 1.5 %, .. 99.5 % of that, for a chart
 * @param medianErrorDays standard error of the median of {@code ships}
 */
public record ShipForecast(LocalDate asOf, Optional<LocalDate> deadline, Optional<Estimate> byDeadline,
    Optional<Estimate> readyByDeadline, Optional<Estimate> promiseKept, Optional<Estimate> never,
    SortedMap<Double, LocalDate> ready, SortedMap<Double, LocalDate> ships, List<Double> shipDays,
    double medianErrorDays) {

    /** What moves the date when it alone goes from its 10 % to its 90 % quantile and all others stay at the median. */
    public record Swing(Factor factor, double lowDays, double highDays) {

        /** Days between the two. */
        public double days() {
            return Math.abs(highDays - lowDays);
        }
    }

    /** A smaller run on the same cluster. */
    public record Tier(String name, double runShare, ShipForecast forecast) {
    }

    /** First-order and total share of each input in the variance of the date's rank. */
    public record Share(double first, double total) {
    }
}
