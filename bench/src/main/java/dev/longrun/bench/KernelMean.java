package dev.longrun.bench;

import java.util.List;

/**
 * The geometric mean over all shapes of one kind.
 *
 * @param kind NN, NT or TN
 * @param gflops Longrun's speed, GFLOP/s
 * @param peakShare of the FMA peak
 * @param peerGflops the peer's, GFLOP/s; 0 without a peer
 * @param peerPeakShare of the same peak
 * @param ratio of the medians of the ratios
 */
record KernelMean(Kind kind, double gflops, double peakShare, double peerGflops, double peerPeakShare, double ratio) {

    static KernelMean of(Kind kind, List<KernelFigure> figures) {
        List<KernelFigure> own = figures.stream().filter(figure -> figure.kind() == kind).toList();
        return new KernelMean(kind, mean(own.stream().mapToDouble(figure -> figure.gflops().median()).toArray()),
            mean(own.stream().mapToDouble(KernelFigure::peakShare).toArray()),
            mean(own.stream().mapToDouble(figure -> figure.peerGflops().median()).toArray()),
            mean(own.stream().mapToDouble(KernelFigure::peerPeakShare).toArray()),
            mean(own.stream().mapToDouble(figure -> figure.ratio().median()).toArray()));
    }

    private static double mean(double[] values) {
        return Spread.geometricMean(values);
    }
}
