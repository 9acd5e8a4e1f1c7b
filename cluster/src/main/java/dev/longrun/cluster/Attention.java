package dev.longrun.cluster;

/**
 * Time of attention's inner part: scores, softmax, weighted sum; the projections are products of their own.
 *
 * <p>Fused (FlashAttention, arXiv 2205.14135, 2307.08691), half of the scores are never computed (causal), and backward
 * takes 2.5 times the arithmetic. Unfused (arXiv 2205.05198, section 4), all are, in two batched products forward and
 * four backward, and the s x s scores pass through memory for products, softmax and dropout.
 *
 * @param forward seconds of a layer and micro-batch
 * @param backward seconds
 */
record Attention(double forward, double backward) {

    private static final double FLASH_BACKWARD_WORK = 2.5;
    /** Bytes per score forward: written and read by two products, softmax reads and writes, dropout with its mask. */
    private static final double SCORE_BYTES = 4 + 4 + 5;
    /** Backward: two products for each of the two, softmax's gradient reads twice and writes, dropout's. */
    private static final double SCORE_BYTES_BACK = 8 + 6 + 5;
    private static final int ALIGNED = 8;

    /**
     * For the heads of one rank.
     *
     * @param sequences of the micro-batch
     * @param sequence tokens
     * @param context ranks that share a sequence
     * @param heads of this rank
     * @param width of a head; the mean of its query's and its value's
     */
    static Attention of(Machine machine, Software software, Achieved achieved, int sequences, int sequence, int context,
        double heads, double width) {
        double scores = sequences * heads * sequence * (double) sequence / context;
        double flop = 4 * scores * width;
        if (software.fusedAttention()) {
            double forward = machine.attention(flop / 2);
            return new Attention(forward, FLASH_BACKWARD_WORK * forward / achieved.attentionBackward());
        }
        double arithmetic = machine.arithmetic(flop) * (width % ALIGNED == 0 ? 1 : achieved.unalignedFactor());
        return new Attention(arithmetic + machine.traffic(SCORE_BYTES * scores),
            2 * arithmetic + machine.traffic(SCORE_BYTES_BACK * scores));
    }
}
