package dev.longrun.laws;

import java.util.List;
import java.util.Optional;

/** A form of scaling law. What it was fitted on, and how N and FLOP were counted there, stands in the {@link Fit}. */
public sealed interface Law permits SumOfPowers, Repetition {

    /** By which {@code --law} knows it. */
    String name();

    /** The formula, in one line. */
    String formula();

    /** Who published it. */
    String source();

    /** The names of the parameters, in order. */
    List<String> parameters();

    /** What must be known of a point. */
    List<Variable> needs();

    /** The loss foretold. */
    double loss(double[] parameters, Point at);

    /** Which parameter is the asymptote, the loss that no size takes away. */
    Optional<Integer> asymptote();

    /** What it makes least unless one asks for something else. */
    default Misfit misfit() {
        return Misfit.HUBER;
    }

    /** The size and data terms at fixed everything else, where the best split of a budget follows from them. */
    default Optional<Frontier> frontier(double[] parameters, double flopPerParameterAndToken, Point like) {
        return Optional.empty();
    }

    /** The asymptote fitted, 0 where the form has none. */
    default double asymptote(double[] parameters) {
        return asymptote().map(index -> parameters[index]).orElse(0.0);
    }

    /** All forms that can be fitted. */
    static List<Law> all() {
        return List.of(new Chinchilla(), new OverTraining(), new ComputeLaw(), new PowerLaw(), new Repetition(),
            new MixtureOfExperts());
    }
}
