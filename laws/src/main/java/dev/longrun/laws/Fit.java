package dev.longrun.laws;

import java.util.List;
import java.util.Optional;

/**
 * A law fitted to a ladder.
 *
 * @param law the form
 * @param ladder what it was fitted to, with how N and FLOP are counted there
 * @param parameters as {@link Law#parameters()} names them
 * @param objective the misfit summed over the points
 * @param misfit what was made least
 * @param method how, in words: starts and descent
 * @param starts how many starts were descended from
 */
public record Fit(Law law, Ladder ladder, List<Double> parameters, double objective, Misfit misfit, String method,
    int starts) {

    double[] theta() {
        return parameters.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** A parameter by its name. */
    public double parameter(String name) {
        return parameters.get(law.parameters().indexOf(name));
    }

    /** The loss foretold. */
    public double loss(Point at) {
        return law.loss(theta(), at);
    }

    /** The best split of a budget, where the law has one. */
    public Optional<Frontier> frontier() {
        return frontier(theta());
    }

    /** The same by other parameters of the law. */
    Optional<Frontier> frontier(double[] others) {
        return law.frontier(others, ladder.flopPerParameterAndToken(), ladder.points().getFirst());
    }

    /** The misfit of these parameters over some points. */
    public static double objective(Law law, double[] parameters, Misfit misfit, List<Point> points) {
        return points.stream().mapToDouble(at -> misfit.of(misfit.residual(law.loss(parameters, at), at.loss()))).sum();
    }

    /** The mean relative error over some points. */
    public double meanError(List<Point> points) {
        return points.stream().mapToDouble(at -> Math.abs(loss(at) / at.loss() - 1)).average().orElse(Double.NaN);
    }
}
