package dev.longrun.laws;

import java.util.List;
import java.util.Optional;

/**
 * Chinchilla's form with tokens read more than once worth less each time (Muennighoff et al., arXiv 2305.16264):
 * L = E + A N'^-alpha + B D'^-beta, D' = U + U R_D* (1 - exp(-R_D/R_D*)), R_D = D/U - 1; N' likewise of
 * U_N = min(N, the N that U is best for) with R_N*.
 */
public record Repetition() implements Law {

    /** A, B, E, alpha, beta of the authors, from 54 runs on C4 without repetition, then R_D* and R_N*. */
    public static final List<Double> PUBLISHED = List.of(Math.exp(6.255414), Math.exp(7.3049974), Math.exp(.6254804),
        .3526596, .3526596, 15.387756, 5.309743);

    @Override
    public String name() {
        return "repetition";
    }

    @Override
    public String formula() {
        return "L = E + A N'^-alpha + B D'^-beta, D' = U + U R_D* (1 - exp(-(D/U - 1)/R_D*)), N' alike with R_N*";
    }

    @Override
    public String source() {
        return "Muennighoff et al. 2023, arXiv 2305.16264";
    }

    @Override
    public List<String> parameters() {
        return List.of("A", "B", "E", "alpha", "beta", "R_D*", "R_N*");
    }

    @Override
    public List<Variable> needs() {
        return List.of(Variable.PARAMETERS, Variable.TOKENS, Variable.UNIQUE);
    }

    @Override
    public Optional<Integer> asymptote() {
        return Optional.of(2);
    }

    @Override
    public double loss(double[] p, Point at) {
        Frontier frontier = new Frontier(p[0], p[3], p[1], p[4], Point.FLOP_PER_PARAMETER_AND_TOKEN);
        double g = Math.pow(frontier.alpha() * frontier.a() / (frontier.beta() * frontier.b()),
            1 / (frontier.alpha() + frontier.beta()));
        double best = Math.min(at.n(), g * Math.pow(at.unique() * g, p[4] / p[3]));
        return p[2] + p[0] * Math.pow(worth(at.n(), best, p[6]), -p[3])
            + p[1] * Math.pow(worth(at.d(), at.unique(), p[5]), -p[4]);
    }

    private static double worth(double all, double unique, double halfLife) {
        double repeats = Math.max(all / unique - 1, 0);
        return unique - unique * halfLife * Math.expm1(-repeats / halfLife);
    }

    /** Without repetition the best split is Chinchilla's. */
    @Override
    public Optional<Frontier> frontier(double[] p, double flopPerParameterAndToken, Point like) {
        return Optional.of(new Frontier(p[0], p[3], p[1], p[4], flopPerParameterAndToken));
    }
}
