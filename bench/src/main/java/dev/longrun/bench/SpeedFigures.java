package dev.longrun.bench;

import dev.longrun.page.Words;

/**
 * Tokens a second of a model.
 *
 * @param what {@code decode} or {@code prefill}
 * @param tokens of one turn
 * @param threads of each
 * @param tokensPerSecond ours, the median of the turns
 * @param peerTokensPerSecond theirs; 0 without a peer
 * @param ratio of both: the median of the turns' ratios; 0 without a peer
 * @param weightBytesPerSecond weights read, when decoding
 * @param flopPerSecond with weights, when prefilling
 * @param share of what this machine can do, measured in the same run: bytes read, or f32 multiply-adds
 * @param firstTokenSeconds from opening the file to the first token
 */
record SpeedFigures(String what, int tokens, int threads, double tokensPerSecond, double peerTokensPerSecond,
    double ratio, double weightBytesPerSecond, double flopPerSecond, double share, double firstTokenSeconds) {

    String text() {
        String work = what.equals("decode")
            ? Words.format("%.1f GB/s, %.0f %% of the bandwidth", weightBytesPerSecond / 1e9, 100 * share)
            : Words.format("%.0f GFLOP/s, %.0f %% of the f32 peak", flopPerSecond / 1e9, 100 * share);
        String peer = peerTokensPerSecond == 0 ? ""
            : Words.format("; llama.cpp %.1f, ratio %.2f", peerTokensPerSecond, ratio);
        return Words.format("%s, %d threads: %.1f tokens/s, %s%s%nfirst token after %.2f s%n", what, threads,
            tokensPerSecond, work, peer, firstTokenSeconds);
    }
}
