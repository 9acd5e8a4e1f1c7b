package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.run.RunFile;

/**
 * Tokens a step: 0.58 D^0.571 (Step Law, arXiv 2503.04715, 3,700 runs of 0.2 to 1B parameters), as a power of two times
 * the context, and small enough for 1,000 steps of at least 256 tokens.
 */
final class BatchRule {
    private static final double FACTOR = 0.58;
    private static final double EXPONENT = 0.571;
    /**
     * Below so many tokens, less than the law's own runs had, half the batch is better: 2,048 tokens gave 1.366 bits
     * per byte where 4,096 gave 1.382 (docs/log.md).
     */
    private static final double SHORT_RUN = 1e9;
    private static final double LEAST_STEPS = 1000;
    /**
     * Fewer tokens than this keep a processor waiting. Runs as short as the rungs of a ladder want no more: 0.26M
     * tokens ended at 1.821 bits per byte with batches of 256, at 1.866 with 1,024 (docs/log.md).
     */
    private static final double LEAST_BATCH = 256;
    private static final long MICRO_BATCH = 2048;

    private BatchRule() {
    }

    /** What the law says, not rounded; half of it for short runs. */
    static double law(double tokens) {
        return (tokens < SHORT_RUN ? 0.5 : 1) * FACTOR * Math.pow(tokens, EXPONENT);
    }

    static long batchTokens(double tokens, long context) {
        double most = Math.max(LEAST_BATCH, tokens / LEAST_STEPS);
        return Grid.powerOfTwo(Math.max(LEAST_BATCH, law(tokens)), context, most);
    }

    static long derive(RunFile file, double tokens, long context) {
        long replicas = file.value("layout.data", Integer.class).orElse(1)
            * (long) file.value("layout.micro_batch", Integer.class).orElse(1);
        long unit = Math.max(file.value("training.micro_batch_tokens", Long.class).orElse(context),
            replicas * context);
        long batch = file.derive("training.batch_tokens", batchTokens(tokens, unit), Words.format(
            "0.58 x D^0.571, half of it below 1B tokens, = %s at D = %s, as a power of two x %d, at least 256, else "
                + "for 1,000 steps or more",
            Words.count(Math.rint(law(tokens))), Words.count(tokens), unit),
            "Step Law, arXiv 2503.04715; the half: docs/log.md");
        file.derive("training.micro_batch_tokens", microBatch(batch, context),
            "the most whole sequences up to 2,048 tokens that divide the batch, at least one",
            "more is not faster, docs/log.md");
        return batch;
    }

    private static long microBatch(long batch, long context) {
        long sequences = batch / context;
        long most = Math.max(1, MICRO_BATCH / context);
        for (long count = Math.min(most, sequences); count > 1; count--) {
            if (sequences % count == 0) {
                return count * context;
            }
        }
        return context;
    }
}
