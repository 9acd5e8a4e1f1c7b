package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.run.ModelShape;
import dev.longrun.run.Recipe.Optimizer;
import java.util.List;

/** What a run may take, turned into the tokens that a model of a given shape can be trained on. */
sealed interface Allowance {

    /** Tokens a model of this shape gets. */
    double tokens(ModelShape shape);

    /** In words, for a rule. */
    String words();

    /** Whether a measured speed is in it, so that what follows is rounded to a coarse grid. */
    boolean measured();

    /** So many tokens, whatever the shape. */
    record TokenCount(double tokens) implements Allowance {
        @Override
        public double tokens(ModelShape shape) {
            return tokens;
        }

        @Override
        public String words() {
            return Words.count(tokens) + " tokens";
        }

        @Override
        public boolean measured() {
            return false;
        }
    }

    /** So many model FLOP. */
    record Flop(double flop, String words) implements Allowance {
        @Override
        public double tokens(ModelShape shape) {
            return flop / FlopCount.of(shape).training();
        }

        @Override
        public boolean measured() {
            return false;
        }
    }

    /**
     * So many seconds on the computer at hand. {@link #OVERHEAD} of them go to evaluations, checkpoints and samples;
     * the text is read at its own speed; the rest goes to steps.
     */
    record Time(double seconds, List<String> source, Optimizer optimizer, MachineSpeed machine) implements Allowance {
        /** 1.5 % forward passes, the rest checkpoints, samples and start: checked against plans by a test. */
        static final double OVERHEAD = 0.05;
        private static final int ROUNDS = 3;

        @Override
        public double tokens(ModelShape shape) {
            double perToken = TokenTime.training(shape, machine).total();
            double bytes = DataRule.MARGIN * BytesPerToken.estimate(shape.vocabulary());
            double update = OptimizerCost.of(shape, optimizer).seconds(shape, machine);
            double tokens = tokens(perToken, bytes);
            // Fewer tokens may mean smaller batches, and those more updates.
            for (int i = 0; i < ROUNDS; i++) {
                tokens = tokens(perToken + update / BatchRule.batchTokens(tokens, shape.context()), bytes);
            }
            return tokens;
        }

        private double tokens(double secondsPerToken, double bytesPerToken) {
            double left = seconds * (1 - OVERHEAD);
            double tokens = left / (secondsPerToken + bytesPerToken / machine.textBytesPerSecond());
            double most = BytesToRead.training(source, Double.MAX_VALUE);
            if (tokens * bytesPerToken <= most) {
                return tokens;
            }
            return Math.max(1, left - most / machine.textBytesPerSecond()) / secondsPerToken;
        }

        @Override
        public String words() {
            return Words.duration(seconds) + " here";
        }

        @Override
        public boolean measured() {
            return true;
        }
    }
}
