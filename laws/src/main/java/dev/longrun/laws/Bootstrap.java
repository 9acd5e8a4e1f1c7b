package dev.longrun.laws;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How far a fit moves when its points are drawn anew. Points are drawn with repetition where there are many for each
 * parameter; else residuals are, for a draw of few points leaves too few different ones. Each draw has a generator of
 * its own seeded by its number, so the answer is the same on any number of threads.
 *
 * @param fit what was drawn around
 * @param draws the parameters of each draw
 * @param ofResiduals whether residuals were drawn and not points
 */
public record Bootstrap(Fit fit, List<double[]> draws, boolean ofResiduals) {

    /** How many draws unless one asks for another number. */
    public static final int DRAWS = 1000;
    private static final long SEED = 20_220_329; // the day of arXiv 2203.15556
    private static final int POINTS_PER_PARAMETER = 4;

    /** Draws anew so many times, on so many threads. */
    public static Bootstrap of(Fit fit, int draws, int threads) {
        int points = fit.ladder().points().size();
        int parameters = fit.law().parameters().size();
        boolean residuals = points < POINTS_PER_PARAMETER * parameters;
        double[][] all = new double[draws][];
        Design design = fit.law() instanceof SumOfPowers law ? new Design(law, fit.ladder().points()) : null;
        double[] errors = residuals ? errors(fit, parameters) : new double[0];
        int blocks = Math.min(threads, draws);
        Thread[] team = IntStream.range(0, blocks).mapToObj(block -> Thread.ofPlatform().daemon().unstarted(() -> {
            for (int draw = block; draw < draws; draw += blocks) {
                all[draw] = draw(fit, design, new SplittableRandom(SEED + draw), errors);
            }
        })).toArray(Thread[]::new);
        Arrays.stream(team).forEach(Thread::start);
        for (Thread thread : team) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        if (Arrays.stream(all).anyMatch(each -> each == null)) {
            throw new IllegalStateException("a draw of the bootstrap failed");
        }
        return new Bootstrap(fit, List.of(all), residuals);
    }

    /** Logarithmic residuals, widened by what the fit itself took out of them. */
    private static double[] errors(Fit fit, int parameters) {
        int points = fit.ladder().points().size();
        double wider = Math.sqrt(points / (double) Math.max(1, points - parameters));
        return fit.ladder().points().stream().mapToDouble(at -> wider * Math.log(at.loss() / fit.loss(at))).toArray();
    }

    private static double[] draw(Fit fit, Design design, SplittableRandom random, double[] errors) {
        List<Point> points = fit.ladder().points();
        double[] losses = fit.ladder().losses();
        double[] weights = new double[losses.length];
        if (errors.length > 0) {
            Arrays.fill(weights, 1);
            for (int i = 0; i < losses.length; i++) {
                losses[i] = fit.loss(points.get(i)) * Math.exp(errors[random.nextInt(errors.length)]);
            }
        } else {
            for (int i = 0; i < losses.length; i++) {
                weights[random.nextInt(losses.length)]++;
            }
        }
        double[] near = fit.theta();
        if (design == null) {
            new RepetitionFitter(fit.ladder(), losses, weights).descend(near);
            return near;
        }
        double[] theta = design.centred(near);
        new Newton(new LogSumExp(design, fit.misfit(), losses, weights)).descend(theta);
        return design.natural(theta);
    }

    /** The middle share of a parameter. */
    public Interval interval(String parameter, double share) {
        int index = fit.law().parameters().indexOf(parameter);
        return interval(draw -> draw[index], share);
    }

    /** The middle share of whatever follows from the parameters. */
    public Interval interval(ToDoubleFunction<double[]> of, double share) {
        return Interval.of(draws.stream().mapToDouble(of).toArray(), share);
    }

    /** The middle share of a forecast. */
    public Interval loss(Point at, double share) {
        return interval(draw -> fit.law().loss(draw, at), share);
    }
}
