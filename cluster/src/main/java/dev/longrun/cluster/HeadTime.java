package dev.longrun.cluster;

/**
 * Seconds of the two ends of the model for one micro-batch. The logits are products of the last stage, never
 * recomputed, 16-bit, and their softmax moves each logit several times; this is what makes the last stage of a model
 * with a large vocabulary the slowest.
 *
 * @param embedding on the first stage
 * @param logits on the last stage
 */
record HeadTime(double embedding, double logits) {

    private static final double KERNELS = 18;
    /** Rows read and written forward, gradients read and added backward. */
    private static final double EMBEDDING_BYTES = 12;

    static HeadTime of(Job job, Machine machine, Links links, Achieved achieved) {
        Layout layout = job.layout();
        double tokens = (double) layout.microBatch() * job.sequence() / layout.context();
        double h = job.model().width();
        double vocabulary = (double) job.model().vocabulary() / layout.tensor();
        double logits = 3 * machine.wideProduct(tokens, vocabulary, h)
            + machine.traffic(tokens * vocabulary * achieved.logitBytes()) + machine.launches(KERNELS)
            + 2 * links.gather(tokens * h * 2, layout.tensor(), 1);
        return new HeadTime(machine.traffic(tokens * h * EMBEDDING_BYTES), logits);
    }
}
