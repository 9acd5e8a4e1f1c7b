package dev.longrun.bench;

import dev.longrun.train.Figures;
import java.util.Locale;
import java.util.stream.Collectors;

/** A {@link TrainReport} for people. */
final class TrainText {

    private TrainText() {
    }

    static String render(TrainReport report) {
        StringBuilder text = new StringBuilder();
        text.append(format("training steps on %s, %s, Java %s\n", report.cpu(), report.date(), report.java()));
        text.append(format("model: %s parameters, %s FLOP a token, %s tokens a step; the GPT-2-like model of this size "
            + "(%s) has %s and %s\n", Figures.whole(report.ours().parameters()), millions(report.flopPerToken()),
            Figures.whole(report.batchTokens()), report.shape(), Figures.whole(report.gpt2Parameters()),
            millions(report.gpt2FlopPerToken())));
        text.append(format("FMA peak in this run %.0f GFLOP/s: at most %s tokens/s in f32\n\n", report.peakGflops(),
            tokens(report.ceilingTokensPerSecond())));
        for (TrainReport.Tried tried : report.tried()) {
            text.append(format("tried PyTorch with %s: %s tokens/s\n", tried.setting(),
                tokens(tried.tokensPerSecond())));
        }
        report.peers().forEach(peer -> text.append(format("first losses, nats a token: Longrun %s, PyTorch %s\n\n",
            losses(report.ours()), losses(peer))));
        text.append(side(report.ours(), report.windows()));
        report.peers().forEach(peer -> text.append(side(peer, report.windows())));
        report.ratios().forEach(ratio -> text.append(format("ratio %.2f, in %d windows in turn %.2f to %.2f\n",
            ratio.median(), report.windows(), ratio.least(), ratio.most())));
        double step = report.parts().values().stream().mapToDouble(seconds -> seconds).sum();
        text.append(format("\nLongrun's step of %.0f ms by part\n", step * 1e3));
        report.parts().forEach((part, seconds) -> text.append(format("  %-20s %8.1f ms %6.1f %%\n", part,
            seconds * 1e3, 100 * seconds / step)));
        return text.toString();
    }

    private static String side(TrainSide side, int windows) {
        Spread speed = side.tokensPerSecond();
        return format("%s, %s, %s: %s tokens/s (median of %d windows, %s to %s), %.0f %% of the f32 peak\n", side.who(),
            side.precision(), side.setting(), tokens(speed.median()), windows, tokens(speed.least()),
            tokens(speed.most()), 100 * side.peakShare());
    }

    private static String losses(TrainSide side) {
        return side.firstLosses().stream().map(loss -> format("%.4f", loss)).collect(Collectors.joining(" "));
    }

    private static String millions(long flop) {
        return format("%.1fM", flop / 1e6);
    }

    private static String tokens(double perSecond) {
        return Figures.whole(Math.round(perSecond));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
