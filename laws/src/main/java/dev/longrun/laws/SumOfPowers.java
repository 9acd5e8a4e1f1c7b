package dev.longrun.laws;

import java.util.List;

/**
 * Laws that are sums of power laws, the logarithm of which is a log-sum-exp of straight lines: exact gradients and
 * curvature come for free, and with the exponents given the factors are a linear problem.
 */
public sealed interface SumOfPowers extends Law permits Chinchilla, OverTraining, ComputeLaw, PowerLaw,
    MixtureOfExperts {

    /** The addends over {@link #parameters()}, factors as logarithms. */
    List<Term> terms();

    @Override
    default double loss(double[] parameters, Point at) {
        double sum = 0;
        for (Term term : terms()) {
            double exponent = Math.log(parameters[term.coefficient()]);
            for (Term.Slope slope : term.slopes()) {
                exponent += parameters[slope.parameter()] * slope.of().applyAsDouble(at);
            }
            sum += Math.exp(exponent);
        }
        return sum;
    }
}
