package dev.longrun.bench;

/**
 * One product of one shape, measured.
 *
 * @param kind NN, NT or TN
 * @param tokens rows of the batch
 * @param inputs width of the layer's input
 * @param outputs width of its output
 * @param where what the shape is for
 * @param gflops Longrun's speed, GFLOP/s
 * @param peakShare of the FMA peak measured in the same run
 * @param peerGflops the peer's speed, GFLOP/s; 0 without a peer
 * @param peerPeakShare of the same peak
 * @param ratio Longrun's speed over the peer's, round by round; 0 without a peer
 */
record KernelFigure(Kind kind, int tokens, int inputs, int outputs, String where, Spread gflops, double peakShare,
    Spread peerGflops, double peerPeakShare, Spread ratio) {
}
