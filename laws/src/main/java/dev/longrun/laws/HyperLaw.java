package dev.longrun.laws;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A published law of the best learning rate or batch size, side by side with its rivals: they disagree, even in the
 * sign of D, because recipes, schedules and what was held fixed differ. Nothing is fitted here.
 *
 * @param name short
 * @param what what it foretells
 * @param factor of the power law; NaN where only exponents were published
 * @param ofN exponent of N, parameters
 * @param ofD exponent of D, tokens
 * @param ofC exponent of C, training FLOP
 * @param source who says so
 */
public record HyperLaw(String name, What what, double factor, double ofN, double ofD, double ofC, String source) {

    /** What is foretold. */
    public enum What {
        /** The peak learning rate of Adam. */
        LEARNING_RATE,
        /** Tokens in a batch. */
        BATCH_TOKENS
    }

    private static final double SEQUENCE = 2048; // tokens; Porian's law counts sequences

    /** The published ones. */
    public static List<HyperLaw> all() {
        return List.of(
            new HyperLaw("Step Law", What.LEARNING_RATE, 1.79, -.713, .307, 0, "arXiv 2503.04715"),
            new HyperLaw("Bjorck", What.LEARNING_RATE, Double.NaN, -.23, -.32, 0, "arXiv 2409.19913; exponents only"),
            new HyperLaw("DeepSeek LLM", What.LEARNING_RATE, .3118, 0, 0, -.125, "arXiv 2401.02954"),
            new HyperLaw("Porian", What.LEARNING_RATE, 3.7, -.36, 0, 0, "arXiv 2406.19146"),
            new HyperLaw("Step Law", What.BATCH_TOKENS, .58, 0, .571, 0, "arXiv 2503.04715"),
            new HyperLaw("DeepSeek LLM", What.BATCH_TOKENS, .2920, 0, 0, .3271, "arXiv 2401.02954"),
            new HyperLaw("Porian", What.BATCH_TOKENS, .00037 * SEQUENCE, .703, 0, 0, "arXiv 2406.19146"),
            new HyperLaw("Power Lines", What.BATCH_TOKENS, Double.NaN, 0, .383, 0,
                "arXiv 2505.13738; exponent only"));
    }

    /** What it foretells; nothing where only exponents were published. */
    public OptionalDouble value(double parameters, double tokens) {
        double value = factor * relative(parameters, tokens);
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** How it goes with size and data, its factor taken as 1. */
    public double relative(double parameters, double tokens) {
        double flop = Point.FLOP_PER_PARAMETER_AND_TOKEN * parameters * tokens;
        return Math.pow(parameters, ofN) * Math.pow(tokens, ofD) * Math.pow(flop, ofC);
    }
}
