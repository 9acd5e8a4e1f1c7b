package dev.longrun.laws;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * What the data say of the asymptote: the law fitted anew with E held at each of a row of values. Where the misfit
 * hardly rises, the data leave E open, and with it most of any forecast far out.
 *
 * @param best the free fit
 * @param points by rising E
 */
public record Profile(Fit best, List<Fit> points) {

    private static final int STEPS = 14;
    private static final int FINE_STEPS = 13;
    private static final double FINE_RANGE = 0.12; // of the best E, to either side
    private static final double NONE = 1e-4; // of the least loss
    private static final double HIGHEST = 0.99; // of the least loss

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

    /** From 0 to just below the least loss, finer around the best. */
    public static Profile of(Fit best) {
        double highest = HIGHEST * best.ladder().least(Point::loss);
        double own = asymptote(best);
        DoubleStream coarse = IntStream.range(0, STEPS).mapToDouble(i -> highest * i / (STEPS - 1));
        DoubleStream fine = IntStream.range(0, own > 0 ? FINE_STEPS : 0)
            .mapToDouble(i -> own * (1 + FINE_RANGE * (2.0 * i / (FINE_STEPS - 1) - 1)));
        return over(best, DoubleStream.concat(coarse, fine).filter(e -> e <= highest).distinct().toArray());
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
        double e = fit.law().asymptote(fit.theta());
        return e < NONE * fit.ladder().least(Point::loss) ? 0 : e;
    }

    /** The loss at the best split of a budget, by a fit. */
    public static Optional<Double> bestLoss(Fit fit, double flop) {
        Point like = fit.ladder().points().getFirst();
        return fit.frontier().map(frontier -> fit.loss(new Point(0, frontier.parameters(flop), frontier.tokens(flop),
            flop,
                frontier.tokens(flop), like.experts(), Double.NaN)))
            .or(() -> Optional.of(fit.loss(Point.ofFlop(flop, Double.NaN))));
    }
}
