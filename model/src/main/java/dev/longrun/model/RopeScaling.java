package dev.longrun.model;

import java.util.Map;

/** How the frequencies of a rotary embedding are stretched over a context longer than that of training. */
public sealed interface RopeScaling {

    /** What the frequency of pair {@code pair} is multiplied by, {@code base^(-2 pair / headWidth)} unscaled. */
    double factor(int pair, int headWidth, double base);

    /** What cosines and sines are multiplied by. */
    default double magnitude() {
        return 1;
    }

    /** Its numbers by name, to be checked: none may be negative. */
    Map<String, Double> numbers();

    /** As trained. */
    record None() implements RopeScaling {

        @Override
        public double factor(int pair, int headWidth, double base) {
            return 1;
        }

        @Override
        public Map<String, Double> numbers() {
            return Map.of();
        }
    }

    /** All places {@code factor} times nearer (arXiv 2306.15595). */
    record Linear(double factor) implements RopeScaling {

        @Override
        public double factor(int pair, int headWidth, double base) {
            return 1 / factor;
        }

        @Override
        public Map<String, Double> numbers() {
            return Map.of("factor", factor);
        }
    }

    /**
     * Llama 3.1's: wavelengths below {@code originalContext / high} as they are, those above
     * {@code originalContext / low} {@code factor} times longer, between the two a straight line.
     */
    record Llama3(double factor, double low, double high, int originalContext) implements RopeScaling {

        @Override
        public double factor(int pair, int headWidth, double base) {
            double wave = 2 * Math.PI * StrictMath.pow(base, 2.0 * pair / headWidth);
            if (wave < originalContext / high) {
                return 1;
            }
            if (wave > originalContext / low) {
                return 1 / factor;
            }
            double smooth = (originalContext / wave - low) / (high - low);
            return (1 - smooth) / factor + smooth;
        }

        @Override
        public Map<String, Double> numbers() {
            return Map.of("factor", factor, "low frequency factor", low, "high frequency factor", high,
                "original context", (double) originalContext);
        }
    }

    /**
     * YaRN (arXiv 2309.00071): pairs that turn more than {@code betaFast} times over the original context as they are,
     * those of fewer than {@code betaSlow} turns {@code factor} times slower, between the two a straight line over the
     * pairs.
     *
     * @param extrapolation share of the unscaled frequencies that is taken, 1 in the paper
     * @param magnitude of cosines and sines; the paper's is {@code 1 + 0.1 ln factor}
     */
    record Yarn(double factor, int originalContext, double betaFast, double betaSlow, double extrapolation,
        double magnitude) implements RopeScaling {

        /** The paper's magnitude. */
        public static double paperMagnitude(double factor) {
            return factor <= 1 ? 1 : 1 + 0.1 * StrictMath.log(factor);
        }

        @Override
        public double factor(int pair, int headWidth, double base) {
            double low = Math.max(0, Math.floor(pairOf(betaFast, headWidth, base)));
            double high = Math.min(headWidth - 1, Math.ceil(pairOf(betaSlow, headWidth, base)));
            double ramp = Math.clamp((pair - low) / Math.max(0.001, high - low), 0, 1);
            double mix = extrapolation * (1 - ramp);
            return mix + (1 - mix) / factor;
        }

        /** The pair, not whole, that turns so many times over the original context. */
        private double pairOf(double turns, int headWidth, double base) {
            return headWidth * StrictMath.log(originalContext / (2 * Math.PI * turns)) / (2 * StrictMath.log(base));
        }

        @Override
        public Map<String, Double> numbers() {
            return Map.of("factor", factor, "original context", (double) originalContext, "beta fast", betaFast,
                "beta slow", betaSlow, "extrapolation factor", extrapolation, "magnitude", magnitude);
        }
    }
}
