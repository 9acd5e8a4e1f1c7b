package dev.longrun.cli;

import dev.longrun.train.Event;
import dev.longrun.train.Figures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The line about a run under way; what matters least goes first when the line is too long. */
final class ProgressLine {

    private static final String GAP = "  ";

    private record Part(int weight, String text) {
    }

    private ProgressLine() {
    }

    /**
     * One line of at most {@code width} characters: step, share, loss beside its forecast, bits per byte, gradient
     * norm, learning rate, tokens a second, MFU, time left; {@code end} is what the run expects of its end by now.
     */
    static String training(long step, long steps, double etaSeconds, Event.Step last, Optional<Event.Foretold> end,
        int width) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(10, "step " + Figures.whole(step) + "/" + Figures.whole(steps)));
        parts.add(new Part(7, Figures.percent((double) step / Math.max(1, steps))));
        parts.add(new Part(9, "loss " + Figures.loss(last.loss())));
        if (last.forecastLoss() > 0) {
            parts.add(new Part(5, "forecast " + Figures.loss(last.forecastLoss())));
        }
        parts.add(new Part(4, Figures.loss(last.bitsPerByte()) + " bits/byte"));
        end.ifPresent(foretold -> parts.add(new Part(6, "end " + Figures.loss(foretold.bitsPerByte())
            + (foretold.outsideSince() > 0 ? " (off the band since " + Figures.whole(foretold.outsideSince()) + ")"
                : ""))));
        parts.add(new Part(1, "grad " + Figures.significant(last.gradientNorm())));
        parts.add(new Part(0, "lr " + Figures.rate(last.learningRate())));
        parts.add(new Part(3, Figures.count(last.tokensPerSecond()) + " tokens/s"));
        if (last.mfu() > 0) {
            parts.add(new Part(2, "MFU " + Figures.percent(last.mfu())));
        }
        parts.add(new Part(8, "ETA " + Figures.clock(etaSeconds)));
        while (parts.size() > 1 && joined(parts).length() > width) {
            parts.remove(parts.stream().min(Comparator.comparingInt(Part::weight)).orElseThrow());
        }
        return Plain.cut(joined(parts), width);
    }

    /** Work before the first step; the time left is told once it is known to be worth telling. */
    static String preparing(String what, double share, double elapsedSeconds, int width) {
        String line = what + GAP + Figures.percent(Math.clamp(share, 0, 1));
        if (elapsedSeconds > 2 && share > 0.02 && share < 1) {
            line += GAP + "ETA " + Figures.clock(elapsedSeconds * (1 - share) / share);
        }
        return Plain.cut(Plain.line(line), width);
    }

    private static String joined(List<Part> parts) {
        return parts.stream().map(Part::text).collect(Collectors.joining(GAP));
    }
}
