package dev.longrun.plan;

/**
 * Bytes of raw text a token stands for, estimated before the tokenizer is trained: about 3.6 at a vocabulary of 4,096
 * on source code, 0.4 more for each doubling, no more than 4.6 (the 128K vocabulary of arXiv 2407.21783 on English is
 * near that). Text that has been prepared knows better.
 */
public final class BytesPerToken {
    private static final double AT_4096 = 3.6;
    private static final double PER_DOUBLING = 0.4;
    private static final double MOST = 4.6;

    private BytesPerToken() {
    }

    /** For a byte-level BPE vocabulary. */
    public static double estimate(int vocabulary) {
        double doublings = Math.log(vocabulary / 4096.0) / Math.log(2);
        return Math.clamp(AT_4096 + PER_DOUBLING * doublings, 1.0, MOST);
    }
}
