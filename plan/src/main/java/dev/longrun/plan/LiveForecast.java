package dev.longrun.plan;

import dev.longrun.risk.Normal;
import java.util.List;

/**
 * What a run under way makes of its forecast. The logarithm of an evaluated loss over the loss foretold for that step
 * ({@link LossCurve}) is taken for p + q ln(step / steps) + r (learning rate / peak) + noise: p is how far off the
 * forecast of the end is, q what the law's slope misses, r what its decay does. All three have priors around 0, p's as
 * wide as the forecast's own band, so that what is answered moves from the forecast to the run as the run goes on
 * (Bayes' linear regression, in closed form). The first steps, where a model learns what no law speaks of, are left
 * out, and an evaluation counts the less the further back it lies. The schedule enters by r alone, the gain of its
 * decay being what is still to come, as in the annealing law of Tissue et al. (arXiv 2408.11029).
 *
 * @param bitsPerByte median of the loss at the end
 * @param low lower end of its 80 % band
 * @param high upper end
 * @param outsideSince the step of the first of the latest evaluations in a row that lie outside the band in which the
 *     run set out; 0 while the last lies inside
 */
public record LiveForecast(double bitsPerByte, double low, double high, long outsideSince) {

    /** Evaluations before this share of the run are left out. */
    static final double FROM_SHARE = 0.09;
    /** Deviations on either side that hold 80 %. */
    private static final double DEVIATIONS_80 = 1.2815515655446004;
    /** Priors and noise: chosen so that bands held on four recorded runs (docs/forecast.md). */
    static final double SLOPE_SPREAD = 0.15;
    static final double DECAY_SPREAD = 0.05;
    /** Of an evaluation at the end, relative: what is left where the law's form is right. */
    static final double NOISE = 0.003;
    /** Added for each factor of e that an evaluation lies before the end: the law's form is not the run's. */
    static final double NOISE_PER_FOLD = 0.03;

    /** Of the time left: what the plan's time is good for on a machine that was measured, 80 %. */
    private static final double TIME_BAND = 0.1;

    /**
     * An evaluation.
     *
     * @param step updates done
     * @param bitsPerByte of the validation text
     */
    public record Seen(long step, double bitsPerByte) {
    }

    /** The forecast as it stands after some evaluations, in the order of their steps; without any, as it was made. */
    public static LiveForecast of(LossCurve curve, LossForecast forecast, List<Seen> evaluations) {
        long steps = curve.steps();
        double spread = Math.log(forecast.highBitsPerByte() / forecast.lowBitsPerByte()) / 2 / DEVIATIONS_80;
        double[] mean = new double[3];
        double[][] covariance = {{spread * spread, 0, 0}, {0, SLOPE_SPREAD * SLOPE_SPREAD, 0},
            {0, 0, DECAY_SPREAD * DECAY_SPREAD}};
        long since = 0;
        for (Seen seen : evaluations) {
            if (seen.step < FROM_SHARE * steps || seen.step > steps) {
                continue;
            }
            double fold = Math.log((double) seen.step / steps);
            double miss = Math.log(seen.bitsPerByte / curve.bitsPerByte(seen.step));
            double noise = NOISE + NOISE_PER_FOLD * -fold;
            learn(mean, covariance, new double[] {1, fold, curve.rateShare(seen.step)}, miss, noise * noise);
            double there = forecast.bitsPerByte() * Math.exp(miss);
            boolean inside = there >= forecast.lowBitsPerByte() && there <= forecast.highBitsPerByte();
            since = inside ? 0 : since == 0 ? seen.step : since;
        }
        double median = curve.bitsPerByte(steps) * Math.exp(mean[0]);
        double band = Math.exp(DEVIATIONS_80 * Math.hypot(Math.sqrt(covariance[0][0]), NOISE));
        return new LiveForecast(median, median / band, median * band, since);
    }

    /** The chance that the run ends at {@code bitsPerByte} or below. */
    public double chance(double goal) {
        double spread = Math.log(high / low) / 2 / DEVIATIONS_80;
        return Normal.below(Math.log(goal / bitsPerByte) / spread);
    }

    /** The chance to be done within {@code secondsLeft} where about {@code etaSeconds} of work are left. */
    public static double inTime(double secondsLeft, double etaSeconds) {
        return etaSeconds <= 0 ? secondsLeft >= 0 ? 1 : 0
            : Normal.below((secondsLeft / etaSeconds - 1) * DEVIATIONS_80 / TIME_BAND);
    }

    /** One observation of {@code row . parameters}: Kalman's update. */
    private static void learn(double[] mean, double[][] covariance, double[] row, double value, double variance) {
        double[] along = new double[row.length];
        double total = variance;
        double miss = value;
        for (int i = 0; i < row.length; i++) {
            for (int j = 0; j < row.length; j++) {
                along[i] += covariance[i][j] * row[j];
            }
            total += row[i] * along[i];
            miss -= row[i] * mean[i];
        }
        for (int i = 0; i < row.length; i++) {
            mean[i] += along[i] / total * miss;
            for (int j = 0; j < row.length; j++) {
                covariance[i][j] -= along[i] * along[j] / total;
            }
        }
    }
}
