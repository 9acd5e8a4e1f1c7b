package dev.longrun.laws;

import java.util.List;
import java.util.Optional;

/**
 * L = E + (a M^eta + b M^-eta) C^-eta with M = D/N and C = 6 N D (Gadre et al., arXiv 2403.08540): one exponent for
 * size and data, so that five small runs, one of them over-trained, fit it. The same as
 * E + a (6 N^2)^-eta + b (6 D^2)^-eta, which is how it is computed.
 */
public record OverTraining() implements SumOfPowers {

    private static final double LN_6 = Math.log(Point.FLOP_PER_PARAMETER_AND_TOKEN);

    @Override
    public String name() {
        return "over-training";
    }

    @Override
    public String formula() {
        return "L = E + (a M^eta + b M^-eta) C^-eta, M = D/N, C = 6 N D";
    }

    @Override
    public String source() {
        return "Gadre et al. 2024, arXiv 2403.08540";
    }

    @Override
    public List<String> parameters() {
        return List.of("a", "b", "E", "eta");
    }

    @Override
    public List<Variable> needs() {
        return List.of(Variable.PARAMETERS, Variable.TOKENS);
    }

    @Override
    public List<Term> terms() {
        return List.of(Term.power(0, 3, at -> -LN_6 - 2 * Math.log(at.n())),
            Term.power(1, 3, at -> -LN_6 - 2 * Math.log(at.d())), Term.constant(2));
    }

    @Override
    public Optional<Integer> asymptote() {
        return Optional.of(2);
    }

    @Override
    public Misfit misfit() {
        return Misfit.SQUARES;
    }

    @Override
    public Optional<Frontier> frontier(double[] p, double flopPerParameterAndToken, Point like) {
        double six = Math.pow(Point.FLOP_PER_PARAMETER_AND_TOKEN, -p[3]);
        return Optional.of(new Frontier(p[0] * six, 2 * p[3], p[1] * six, 2 * p[3], flopPerParameterAndToken));
    }
}
