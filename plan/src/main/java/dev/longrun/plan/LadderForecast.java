package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.risk.Normal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a ladder of finished runs says of a larger one, in bits per byte. The law is
 * {@code L = E + A/N^alpha + B/D^beta} (Hoffmann et al., arXiv 2203.15556). A handful of runs cannot tell five numbers,
 * so E and the exponents have priors, and the answer is not one fit but all: for each (E, alpha, beta) of a grid, A and
 * B are the best by least squares of relative misses, neither below 0, and the fit counts by its prior and by how well
 * it meets the runs. What a run of the same recipe misses its law by is one relative deviation, {@link #NOISE}, and
 * grows with the distance of the target beyond the ladder.
 *
 * @param n parameters of the target, as the plan's law counts them
 * @param bytes of text that it is trained on
 * @param trainBytesPerToken measured on the text it is trained on
 * @param validationBytesPerToken measured on the validation text
 * @param bitsPerByte median
 * @param low lower end of the 80 % interval
 * @param high upper end
 * @param misses of the runs, the mean fit's loss over the actual less 1
 * @param tenfoldParameters what ten times the parameters would change the loss by, relative to it
 * @param tenfoldData what ten times the text would change it by
 * @param asymptote E: mean of all fits
 * @param law the likeliest fit, through the median, with the interval as its band: for curves and plans
 * @param notes what a reader should know
 */
public record LadderForecast(double n, double bytes, double trainBytesPerToken, double validationBytesPerToken,
    double bitsPerByte, double low, double high, List<Double> misses, double tenfoldParameters, double tenfoldData,
    double asymptote, LossLaw law, List<String> notes) {

    /** What a run misses its law by, relative: seeds differ by 0.003, shapes and batches by rule by more. */
    static final double NOISE = 0.012;
    /**
     * Added to it for each factor of ten in compute between the largest rung and the target: what it takes for the band
     * to hold the targets of docs/scoreboard.md.
     */
    static final double NOISE_PER_DECADE = 0.04;
    /**
     * Small models were seen to fall off a step once they had read about so many tokens (docs/log.md), by up to
     * {@link #STEP_DEPTH} of the loss: no law through rungs that end before knows of it.
     */
    private static final double STEP_TOKENS = 3e6;
    private static final double STEP_DEPTH = 0.17;
    /** Beyond so many deviations a rung is said to have gone astray. */
    private static final double ASTRAY = 3;
    // Priors, wide: chosen on two ladders over JDK source (docs/scoreboard.md, the first two rows), held against
    // others.
    private static final double E_MEDIAN = 0.3;
    private static final double E_SPREAD = 0.6;
    private static final double ALPHA = 0.4;
    private static final double BETA = 0.32;
    private static final double EXPONENT_SPREAD = 0.1;
    private static final int STEPS = 17;
    private static final double REACH = 2.5;

    /**
     * A finished run.
     *
     * @param n parameters, as the plan's law counts them
     * @param bytes of text trained on
     * @param bitsPerByte at the end, over the validation split
     */
    public record Point(double n, double bytes, double bitsPerByte) {
    }

    /** One fit of the grid: its weight, and what it says. */
    private record Fit(double weight, double e, double alpha, double beta, double a, double b) {
        double loss(double n, double bytes) {
            return e + a * Math.pow(n, -alpha) + b * Math.pow(bytes, -beta);
        }
    }

    /**
     * Foretells a run of {@code n} parameters on {@code tokens}.
     *
     * @throws PlanException if fewer than three runs are given, or all have one size or one length
     */
    public static LadderForecast of(List<Point> points, double n, double tokens, double trainBytesPerToken,
        double validationBytesPerToken) {
        double bytes = tokens * trainBytesPerToken;
        if (points.size() < 3 || points.stream().mapToDouble(Point::n).distinct().count() < 2
            || points.stream().mapToDouble(Point::bytes).distinct().count() < 2) {
            throw new PlanException("a ladder needs at least three finished runs of different sizes and lengths");
        }
        List<Fit> fits = fits(points);
        double most = points.stream().mapToDouble(point -> point.n * point.bytes).max().orElseThrow();
        double decades = Math.max(0, Math.log10(n * bytes / most));
        double deviation = NOISE + NOISE_PER_DECADE * decades;
        double median = quantile(fits, n, bytes, deviation, 0.5);
        List<Double> misses = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (Point point : points) {
            double miss = mean(fits, point.n, point.bytes) / point.bitsPerByte - 1;
            misses.add(miss);
            if (Math.abs(miss) > ASTRAY * NOISE) {
                notes.add(Words.format("the rung of N = %s on %s lies %+.1f %% off the law: it may have diverged, or "
                    + "its learning rate be off", Words.count(point.n), Words.bytes(point.bytes), -100 * miss));
            }
        }
        double e = fits.stream().mapToDouble(fit -> fit.weight * fit.e).sum();
        double spread = Math.sqrt(fits.stream().mapToDouble(fit -> fit.weight * square(Math.log(fit.e / e))).sum());
        if (spread > 0.7 * E_SPREAD) {
            notes.add(Words.format("the loss that no size takes away is not told by this ladder: %.2f bits per "
                + "byte, as uncertain as before it", e));
        }
        if (decades > 2) {
            notes.add(Words.format("the target lies %.1f factors of ten beyond the largest rung: a longer ladder tells "
                + "more", decades));
        }
        double low = quantile(fits, n, bytes, deviation, 0.1);
        double longest = points.stream().mapToDouble(Point::bytes).max().orElseThrow() / trainBytesPerToken;
        if (tokens > STEP_TOKENS && longest < STEP_TOKENS) {
            low *= 1 - STEP_DEPTH;
            notes.add(Words.format("the rungs end before %s tokens, where losses of small models fell off a step by up "
                + "to %.0f %%: the band reaches so much further down", Words.count(STEP_TOKENS), 100 * STEP_DEPTH));
        }
        double high = quantile(fits, n, bytes, deviation, 0.9);
        double here = mean(fits, n, bytes);
        return new LadderForecast(n, bytes, trainBytesPerToken, validationBytesPerToken, median, low, high,
            List.copyOf(misses), mean(fits, 10 * n, bytes) / here - 1, mean(fits, n, 10 * bytes) / here - 1, e,
            law(fits, points, n, bytes, median, Math.sqrt(high / low) - 1),
            List.copyOf(notes));
    }

    private static LossLaw law(List<Fit> fits, List<Point> points, double n, double bytes, double median,
        double band) {
        Fit best = fits.stream().max(Comparator.comparingDouble(Fit::weight)).orElseThrow();
        double to = median / best.loss(n, bytes);
        return new LossLaw("ladder", LocalDate.now(ZoneOffset.UTC).toString(), "fitted to this run's own ladder",
            "the run's own text", points.size() + " smaller runs of the same recipe", ParameterCount.RULE,
            LossLaw.LossUnit.BITS_PER_BYTE, 0, to * best.e, to * best.a, best.alpha, to * best.b, best.beta,
            points.stream().mapToDouble(Point::n).min().orElseThrow(), n,
            points.stream().mapToDouble(Point::bytes).min().orElseThrow(), bytes, band,
            "80 % of what all fits and a run's own noise allow");
    }

    private static List<Fit> fits(List<Point> points) {
        double least = points.stream().mapToDouble(Point::bitsPerByte).min().orElseThrow();
        List<Fit> fits = new ArrayList<>();
        double sum = 0;
        for (int i = 0; i < STEPS; i++) {
            double e = E_MEDIAN * Math.exp(E_SPREAD * deviate(i));
            for (int j = 0; j < STEPS && e < least; j++) {
                for (int k = 0; k < STEPS; k++) {
                    Fit fit = fit(points, e, ALPHA + EXPONENT_SPREAD * deviate(j), BETA + EXPONENT_SPREAD * deviate(k),
                        Math.exp(-0.5 * (square(deviate(i)) + square(deviate(j)) + square(deviate(k)))));
                    fits.add(fit);
                    sum += fit.weight;
                }
            }
        }
        if (!(sum > 0)) {
            throw new PlanException("no law meets the losses of this ladder; one of its runs may have diverged");
        }
        double whole = sum;
        return fits.stream().map(fit -> new Fit(fit.weight / whole, fit.e, fit.alpha, fit.beta, fit.a, fit.b)).toList();
    }

    /** From -{@link #REACH} to {@link #REACH} deviations. */
    private static double deviate(int step) {
        return REACH * (2.0 * step / (STEPS - 1) - 1);
    }

    /** Best A and B for the rest, and its weight. */
    private static Fit fit(List<Point> points, double e, double alpha, double beta, double prior) {
        double xx = 0;
        double xy = 0;
        double yy = 0;
        double xz = 0;
        double yz = 0;
        for (Point point : points) {
            double x = Math.pow(point.n, -alpha) / point.bitsPerByte;
            double y = Math.pow(point.bytes, -beta) / point.bitsPerByte;
            double z = 1 - e / point.bitsPerByte;
            xx += x * x;
            xy += x * y;
            yy += y * y;
            xz += x * z;
            yz += y * z;
        }
        double determinant = xx * yy - xy * xy;
        double a = (xz * yy - yz * xy) / determinant;
        double b = (yz * xx - xz * xy) / determinant;
        if (!(a > 0)) {
            a = 0;
            b = Math.max(0, yz / yy);
        } else if (!(b > 0)) {
            b = 0;
            a = Math.max(0, xz / xx);
        }
        Fit fit = new Fit(prior, e, alpha, beta, a, b);
        double misfit = 0;
        for (Point point : points) {
            misfit += square((fit.loss(point.n, point.bytes) / point.bitsPerByte - 1) / NOISE);
        }
        return new Fit(prior * Math.exp(-0.5 * misfit), e, alpha, beta, a, b);
    }

    private static double mean(List<Fit> fits, double n, double bytes) {
        return fits.stream().mapToDouble(fit -> fit.weight * fit.loss(n, bytes)).sum();
    }

    /** Of all fits' forecasts, each spread by a normal deviation relative to it. */
    private static double quantile(List<Fit> fits, double n, double bytes, double deviation, double share) {
        double low = 0;
        double high = 100;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            double below = 0;
            for (Fit fit : fits) {
                double loss = fit.loss(n, bytes);
                below += fit.weight * Normal.below((middle / loss - 1) / deviation);
            }
            if (below < share) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double square(double x) {
        return x * x;
    }
}
