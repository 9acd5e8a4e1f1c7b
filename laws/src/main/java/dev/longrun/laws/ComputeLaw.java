package dev.longrun.laws;

import java.util.List;
import java.util.Optional;

/** L = E + A C^-gamma: loss against compute along a ladder of one shape (Kaplan et al., arXiv 2001.08361, with E). */
public record ComputeLaw() implements SumOfPowers {

    @Override
    public String name() {
        return "compute";
    }

    @Override
    public String formula() {
        return "L = E + A C^-gamma";
    }

    @Override
    public String source() {
        return "Kaplan et al. 2020, arXiv 2001.08361, with an asymptote as in Henighan et al. 2020, arXiv 2010.14701";
    }

    @Override
    public List<String> parameters() {
        return List.of("A", "E", "gamma");
    }

    @Override
    public List<Variable> needs() {
        return List.of(Variable.FLOP);
    }

    @Override
    public List<Term> terms() {
        return List.of(Term.power(0, 2, at -> -Math.log(at.flop())), Term.constant(1));
    }

    @Override
    public Optional<Integer> asymptote() {
        return Optional.of(1);
    }
}
