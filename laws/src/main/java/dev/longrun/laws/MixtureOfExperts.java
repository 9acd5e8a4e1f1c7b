package dev.longrun.laws;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * L = c + a F^delta N^(alpha + gamma ln F) + b F^omega D^(beta + zeta ln F): dense and mixture-of-experts models by one
 * law, N the parameters active for a token (Ludziejewski et al., arXiv 2502.05172). F is the number of experts,
 * saturated at both ends (Clark et al., arXiv 2202.01169): 1/F = 1/(E - 1 + 1/(1/start - 1/most)) + 1/most.
 */
public record MixtureOfExperts() implements SumOfPowers {

    /** The coefficients of arXiv 2502.05172, over 280 runs of up to 2.7B active parameters. */
    public static final List<Double> PUBLISHED = List.of(35.91, -.2285, -.1889, .0098, 35.98, .5529, -.1775, -.0259,
        1.3637);
    private static final double START = 2.0732;
    private static final double MOST = 290.4521;

    @Override
    public String name() {
        return "experts";
    }

    @Override
    public String formula() {
        return "L = c + a F^delta N^(alpha + gamma ln F) + b F^omega D^(beta + zeta ln F), F = saturated experts";
    }

    @Override
    public String source() {
        return "Ludziejewski et al. 2025, arXiv 2502.05172; F of Clark et al. 2022, arXiv 2202.01169";
    }

    @Override
    public List<String> parameters() {
        return List.of("a", "delta", "alpha", "gamma", "b", "omega", "beta", "zeta", "c");
    }

    @Override
    public List<Variable> needs() {
        return List.of(Variable.PARAMETERS, Variable.TOKENS, Variable.EXPERTS);
    }

    /** The saturated number of experts. */
    public static double saturated(double experts) {
        return 1 / (1 / (experts - 1 + 1 / (1 / START - 1 / MOST)) + 1 / MOST);
    }

    @Override
    public List<Term> terms() {
        return List.of(term(0, at -> Math.log(at.n())), term(4, at -> Math.log(at.d())), Term.constant(8));
    }

    private static Term term(int first, ToDoubleFunction<Point> size) {
        ToDoubleFunction<Point> experts = at -> Math.log(saturated(at.experts()));
        return new Term(first, List.of(new Term.Slope(first + 1, experts), new Term.Slope(first + 2, size),
            new Term.Slope(first + 3, at -> experts.applyAsDouble(at) * size.applyAsDouble(at))));
    }

    @Override
    public Optional<Integer> asymptote() {
        return Optional.of(8);
    }

    @Override
    public Misfit misfit() {
        return new Misfit(1e-2, true);
    }

    /** At so many experts the law is Chinchilla's form. */
    @Override
    public Optional<Frontier> frontier(double[] p, double flopPerParameterAndToken, Point like) {
        double f = saturated(like.experts());
        double ln = Math.log(f);
        return Optional.of(new Frontier(p[0] * Math.pow(f, p[1]), -p[2] - p[3] * ln, p[4] * Math.pow(f, p[5]),
            -p[6] - p[7] * ln, flopPerParameterAndToken));
    }
}
