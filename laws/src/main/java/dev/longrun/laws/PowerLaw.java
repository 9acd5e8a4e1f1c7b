package dev.longrun.laws;

import java.util.List;
import java.util.Optional;

/**
 * L = A C^-gamma: loss against compute with no asymptote (Kaplan et al., arXiv 2001.08361). Over a short way and with
 * few points it is all that they determine; far out it forecasts too low.
 */
public record PowerLaw() implements SumOfPowers {

    @Override
    public String name() {
        return "power";
    }

    @Override
    public String formula() {
        return "L = A C^-gamma";
    }

    @Override
    public String source() {
        return "Kaplan et al. 2020, arXiv 2001.08361";
    }

    @Override
    public List<String> parameters() {
        return List.of("A", "gamma");
    }

    @Override
    public List<Variable> needs() {
        return List.of(Variable.FLOP);
    }

    @Override
    public List<Term> terms() {
        return List.of(Term.power(0, 1, at -> -Math.log(at.flop())));
    }

    @Override
    public Optional<Integer> asymptote() {
        return Optional.empty();
    }

    @Override
    public Misfit misfit() {
        return new Misfit(Double.POSITIVE_INFINITY, true);
    }
}
