package dev.longrun.bench;

import dev.longrun.train.Figures;
import java.util.Locale;

/** A {@link KernelReport} for people. */
final class KernelText {

    private static final String FORMAT = "%-20s %-5s %9s %8s";
    private static final String PEER_FORMAT = "%11s %8s %7s  %s";

    private KernelText() {
    }

    static String render(KernelReport report) {
        boolean peer = !report.peer().isEmpty();
        StringBuilder text = new StringBuilder();
        text.append(format("f32 matrix products on %s, %d threads, %s, Java %s%n", report.cpu(), report.threads(),
            report.date(), report.java()));
        text.append(format("FMA peak in this run %s GFLOP/s; medians of %d rounds%s%n%n", gflops(report.peakGflops()),
            report.rounds(), peer ? ", Longrun and " + report.peer() + " in turn" : ""));
        text.append(line(peer, new String[] {"tokens x in x out", "kind", "GFLOP/s", "of peak"},
            new String[] {"peer", "of peak", "ratio", "range"}));
        for (KernelFigure figure : report.figures()) {
            text.append(line(peer, new String[] {figure.tokens() + " x " + figure.inputs() + " x " + figure.outputs(),
                figure.kind().name(), gflops(figure.gflops().median()), Figures.percent(figure.peakShare())},
                new String[] {gflops(figure.peerGflops().median()), Figures.percent(figure.peerPeakShare()),
                    ratio(figure.ratio().median()), ratio(figure.ratio().least()) + " to "
                        + ratio(figure.ratio().most())}));
        }
        for (KernelMean mean : report.means()) {
            text.append(line(peer, new String[] {"geometric mean", mean.kind().name(), gflops(mean.gflops()),
                Figures.percent(mean.peakShare())}, new String[] {gflops(mean.peerGflops()),
                    Figures.percent(mean.peerPeakShare()), ratio(mean.ratio()), ""}));
        }
        return text.toString();
    }

    private static String line(boolean peer, String[] ours, String[] theirs) {
        String line = format(FORMAT, (Object[]) ours) + (peer ? format(PEER_FORMAT, (Object[]) theirs) : "");
        return line.stripTrailing() + "\n";
    }

    private static String gflops(double value) {
        return format("%.0f", value);
    }

    private static String ratio(double value) {
        return format("%.2f", value);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
    }
}
