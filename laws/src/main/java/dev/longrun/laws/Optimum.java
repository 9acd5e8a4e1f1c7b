package dev.longrun.laws;

/**
 * The best split of a budget, with 80 % intervals of the bootstrap.
 *
 * @param flop the budget
 * @param parameters the best N
 * @param tokens the best D
 */
public record Optimum(double flop, double parameters, Interval parametersBand, double tokens, Interval tokensBand) {

    static Optimum of(Fit fit, Bootstrap bootstrap, double flop) {
        Frontier best = frontier(fit, fit.theta());
        return new Optimum(flop, best.parameters(flop), bootstrap.interval(p -> frontier(fit, p).parameters(flop), 0.8),
            best.tokens(flop), bootstrap.interval(p -> frontier(fit, p).tokens(flop), 0.8));
    }

    static Frontier frontier(Fit fit, double[] parameters) {
        return fit.law().frontier(parameters, fit.ladder().flopPerParameterAndToken(), fit.ladder().points().getFirst())
            .orElseThrow();
    }
}
