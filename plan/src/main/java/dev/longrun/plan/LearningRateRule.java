package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.run.RunFile;

/**
 * Peak learning rate: 1.79 N^-0.713 D^0.307 (Step Law, arXiv 2503.04715), times the root of batch over the law's batch
 * when the batch is another (the usual rule for AdamW, arXiv 2205.10287). No more than 0.01, less by the same root where
 * a batch has fewer than 2,048 tokens: the law was fitted on 0.2 to 1B parameters and runs away below, and at width 64
 * the best of each batch from 256 to 2,048 tokens lay along this line (docs/log.md).
 */
final class LearningRateRule {
    private static final double MOST = 0.01;
    private static final double MOST_FROM_BATCH = 2048;

    private LearningRateRule() {
    }

    static double law(double n, double tokens) {
        return Math.min(MOST, 1.79 * Math.pow(n, -0.713) * Math.pow(tokens, 0.307));
    }

    static void derive(RunFile file, double n, double tokens, long batch) {
        double factor = Math.clamp(Math.sqrt(batch / BatchRule.law(tokens)), 0.25, 4);
        double most = MOST * Math.min(1, Math.sqrt(batch / MOST_FROM_BATCH));
        double rate = Math.min(most, law(n, tokens) * factor);
        file.derive("training.learning_rate", Grid.nearest(rate, 2), Words.format(
            "1.79 x N^-0.713 x D^0.307, at most 0.01, = %.2g at N = %s; x sqrt(batch / law's %s); at most 0.01 x "
                + "sqrt(batch / 2,048) = %.2g", law(n, tokens), Words.count(n),
            Words.count(Math.rint(BatchRule.law(tokens))), most),
            "Step Law, arXiv 2503.04715; root rule, arXiv 2205.10287; the most: docs/log.md");
    }
}
