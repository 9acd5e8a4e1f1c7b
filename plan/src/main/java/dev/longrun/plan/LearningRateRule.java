package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.run.RunFile;

/**
 * Peak learning rate: 1.79 N^-0.713 D^0.307 (Step Law, arXiv 2503.04715), no more than 0.01, because the law
 * was fitted on 0.2 to 1B parameters and runs away below; times the root of batch over the law's batch when the batch
 * is another (the usual rule for AdamW, arXiv 2205.10287).
 */
final class LearningRateRule {
    private static final double MOST = 0.01;

    private LearningRateRule() {
    }

    static double law(double n, double tokens) {
        return Math.min(MOST, 1.79 * Math.pow(n, -0.713) * Math.pow(tokens, 0.307));
    }

    static void derive(RunFile file, double n, double tokens, long batch) {
        double factor = Math.clamp(Math.sqrt(batch / BatchRule.law(tokens)), 0.25, 4);
        double rate = Math.min(MOST, law(n, tokens) * factor);
        file.derive("training.learning_rate", Grid.nearest(rate, 2), Words.format(
            "1.79 x N^-0.713 x D^0.307, at most 0.01, = %.2g at N = %s; x sqrt(batch / law's %s)", law(n, tokens),
            Words.count(n), Words.count(Math.rint(BatchRule.law(tokens)))),
            "Step Law, arXiv 2503.04715; root rule, arXiv 2205.10287");
    }
}
