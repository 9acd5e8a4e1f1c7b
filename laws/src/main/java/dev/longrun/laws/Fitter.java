package dev.longrun.laws;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fits sums of power laws: starts by {@link VariableProjection} where the law suits it, else scaled to the data, and
 * from each a descent by {@link Newton}; the lowest is taken.
 */
public final class Fitter {

    private static final double[] EXPONENTS = {.2, .35, .5, .7};

    private final SumOfPowers law;
    private final Ladder ladder;
    private final Misfit misfit;
    private final Design design;
    private final double[] losses;
    private final double[] ones;

    /** Of a law to a ladder by the law's own misfit. */
    public Fitter(SumOfPowers law, Ladder ladder) {
        this(law, ladder, law.misfit());
    }

    /** Of a law to a ladder by another misfit. */
    public Fitter(SumOfPowers law, Ladder ladder, Misfit misfit) {
        this.law = law;
        this.ladder = ladder;
        this.misfit = misfit;
        design = new Design(law, ladder.points());
        losses = ladder.losses();
        ones = new double[losses.length];
        Arrays.fill(ones, 1);
    }

    /** The best fit. */
    public Fit fit() {
        boolean projects = VariableProjection.suits(design);
        List<double[]> starts = projects ? new VariableProjection(design, losses).starts() : dataStarts();
        return best(starts, projects ? "variable projection over a 32-node grid of each exponent, non-negative least "
            + "squares, then damped Newton with exact derivatives"
            : "starts scaled to the data, then damped Newton with exact derivatives");
    }

    /** The fit from starts scaled to the data, for laws and tests that do without the grid. */
    Fit fitFromDataStarts() {
        return best(dataStarts(), "data-scaled starts, then damped Newton");
    }

    private Fit best(List<double[]> starts, String method) {
        double least = Double.POSITIVE_INFINITY;
        double[] best = starts.getFirst();
        for (double[] start : starts) {
            double[] theta = start.clone();
            double value = descend(theta, losses, ones);
            if (value < least) {
                least = value;
                best = theta;
            }
        }
        return new Fit(law, ladder, Arrays.stream(design.natural(best)).boxed().toList(), least, misfit, method,
            starts.size());
    }

    /** Descends in place from a centred theta, over losses and weights of one's own; {@code held} stay as they are. */
    double descend(double[] theta, double[] ownLosses, double[] weights, int... held) {
        return new Newton(new LogSumExp(design, misfit, ownLosses, weights), held).descend(theta);
    }

    Design design() {
        return design;
    }

    double[] losses() {
        return losses;
    }

    /** The fit with the asymptote held at {@code e}, descended to from {@code near}. */
    Fit pinned(double e, double[] near) {
        int index = law.asymptote().orElseThrow();
        double[] natural = near.clone();
        natural[index] = Math.max(e, 1e-12);
        double[] theta = design.centred(natural);
        double value = descend(theta, losses, ones, index);
        return new Fit(law, ladder, Arrays.stream(design.natural(theta)).boxed().toList(), value, misfit,
            "asymptote held", 1);
    }

    /**
     * Sixteen starts on the scale of the data: each pair of exponents from four, each term of order one at the middle
     * of the data, the asymptote at 0.8 of the least loss. Laws with one exponent have four.
     */
    List<double[]> dataStarts() {
        double least = Arrays.stream(losses).min().orElseThrow();
        List<double[]> starts = new ArrayList<>();
        for (double alpha : EXPONENTS) {
            for (double beta : EXPONENTS) {
                double[] theta = new double[design.parameters];
                double[] each = {alpha, beta};
                int powers = 0;
                for (int t = 0; t < design.terms(); t++) {
                    boolean constant = design.slopes[t].length == 0;
                    theta[design.coefficient[t]] = Math.log(constant ? 0.8 * least : Math.max(0.1 * least, 1e-3));
                    if (!constant) {
                        // of several exponents in a term the size's own is the second, and negative as published
                        boolean several = design.slopes[t].length > 1;
                        theta[design.slopes[t][several ? 1 : 0]] = several ? -each[powers % 2] : each[powers % 2];
                        powers++;
                    }
                }
                starts.add(theta);
            }
        }
        return starts;
    }
}
