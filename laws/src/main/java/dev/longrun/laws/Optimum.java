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

    private static Frontier frontier(Fit fit, double[] parameters) {
        return fit.frontier(parameters).orElseThrow();
    }

    /** Where the exponent a of N ~ C^a lies with 80 % by the bootstrap; for laws that have a best split. */
    static Interval exponent(Bootstrap bootstrap) {
        return bootstrap.interval(p -> frontier(bootstrap.fit(), p).exponent(), 0.8);
    }
}
