package dev.longrun.laws;

import java.util.List;
import java.util.Optional;

/** L = E + A N^-alpha + B D^-beta (Hoffmann et al., arXiv 2203.15556, approach 3). */
public record Chinchilla() implements SumOfPowers {

    @Override
    public String name() {
        return "chinchilla";
    }

    @Override
    public String formula() {
        return "L = E + A N^-alpha + B D^-beta";
    }

    @Override
    public String source() {
        return "Hoffmann et al. 2022, arXiv 2203.15556, approach 3";
    }

    @Override
    public List<String> parameters() {
        return List.of("A", "B", "E", "alpha", "beta");
    }

    @Override
    public List<Variable> needs() {
        return List.of(Variable.PARAMETERS, Variable.TOKENS);
    }

    @Override
    public List<Term> terms() {
        return List.of(Term.power(0, 3, at -> -Math.log(at.n())), Term.power(1, 4, at -> -Math.log(at.d())),
            Term.constant(2));
    }

    @Override
    public double loss(double[] p, Point at) {
        return p[2] + p[0] * Math.pow(at.n(), -p[3]) + p[1] * Math.pow(at.d(), -p[4]);
    }

    @Override
    public Optional<Integer> asymptote() {
        return Optional.of(2);
    }

    @Override
    public Optional<Frontier> frontier(double[] p, double flopPerParameterAndToken, Point like) {
        return Optional.of(new Frontier(p[0], p[3], p[1], p[4], flopPerParameterAndToken));
    }
}
