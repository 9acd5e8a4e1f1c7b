package dev.longrun.laws;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * What the data say of the asymptote: the law fitted anew with E held at each of a row of values. Where the misfit
 * hardly rises, the data leave E open, and with it most of any forecast far out.
 *
 * @param best the free fit
 * @param points by rising E
 */
public record Profile(Fit best, List<Fit> points) {

    private static final int STEPS = 20;

    /** Over a row of values of E of one's own. */
    public static Profile over(Fit best, double... asymptotes) {
        if (!(best.law() instanceof SumOfPowers law) || law.asymptote().isEmpty()) {
            return new Profile(best, List.of());
        }
        Fitter fitter = new Fitter(law, best.ladder(), best.misfit());
        double[] rising = asymptotes.clone();
        Arrays.sort(rising);
        Fit[] fits = new Fit[rising.length];
        double own = law.asymptote(best.theta());
        int first = Arrays.binarySearch(rising, own);
        int above = first < 0 ? -first - 1 : first;
        double[] near = best.theta();
        for (int i = above; i < rising.length; i++) {
            fits[i] = fitter.pinned(rising[i], near);
            near = fits[i].theta();
        }
        near = best.theta();
        for (int i = above - 1; i >= 0; i--) {
            fits[i] = fitter.pinned(rising[i], near);
            near = fits[i].theta();
        }
        return new Profile(best, List.of(fits));
    }

    /** From 0 to just below the least loss. */
    public static Profile of(Fit best) {
        double least = best.ladder().least(Point::loss);
        return over(best, DoubleStream.iterate(0, i -> i < STEPS, i -> i + 1).map(i -> 0.99 * least * i / (STEPS - 1))
            .toArray());
    }

    /** How many times the least misfit the one with E held is. */
    public double ratio(Fit at) {
        return at.objective() / best.objective();
    }

    /** The fits whose misfit is within a factor of the least. */
    public List<Fit> within(double factor) {
        List<Fit> near = new ArrayList<>(points);
        near.removeIf(at -> !(ratio(at) <= factor));
        return near;
    }

    /** The E of a fit. */
    public static double asymptote(Fit fit) {
        return fit.law().asymptote(fit.theta());
    }

    /** The loss at the best split of a budget, by a fit. */
    public static Optional<Double> bestLoss(Fit fit, double flop) {
        Point like = fit.ladder().points().getFirst();
        return fit.frontier().map(frontier -> fit.loss(new Point(0, frontier.parameters(flop), frontier.tokens(flop), flop,
                frontier.tokens(flop), like.experts(), Double.NaN)))
            .or(() -> Optional.of(fit.loss(Point.ofFlop(flop, Double.NaN))));
    }
}
