package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.plan.Comparison.Verdict;
import dev.longrun.plan.ComputeGain.Band;
import dev.longrun.plan.ComputeGain.Level;
import dev.longrun.plan.ComputeGain.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A comparison in sentences. */
public final class ComparisonText {

    private final Comparison found;

    private ComparisonText(Comparison found) {
        this.found = found;
    }

    /** All that is known, a line each. */
    public static List<String> lines(Comparison found) {
        ComparisonText text = new ComparisonText(found);
        List<String> lines = new ArrayList<>();
        found.levels().forEach(level -> lines.add("  " + text.level(level)));
        lines.addAll(text.answer());
        text.remarks().forEach(remark -> lines.add("note: " + remark));
        return lines;
    }

    /** The answer in one sentence or two; the first is the one that counts. */
    static List<String> answer(Comparison found) {
        return new ComparisonText(found).answer();
    }

    /** What a reader should know besides. */
    static List<String> remarks(Comparison found) {
        return new ComparisonText(found).remarks();
    }

    private String level(Level level) {
        return Words.format("%.2g FLOP: %s %s, %s %s bits per byte", level.flop(), found.a(), losses(level.a()),
            found.b(), losses(level.b()));
    }

    /** Mean and the seeds' own. */
    static String losses(List<Point> points) {
        return points.isEmpty() ? "none" : Words.format("%.4f (%s)", mean(points), points.stream()
            .map(point -> Words.format("%.4f", point.bitsPerByte())).collect(Collectors.joining(" ")));
    }

    static double mean(List<Point> points) {
        return points.stream().mapToDouble(Point::bitsPerByte).average().orElse(Double.NaN);
    }

    private List<String> answer() {
        if (found.gain().isEmpty()) {
            return found.diverged().stream().map(line -> line + "; no gain is given, for what diverged is not averaged")
                .toList();
        }
        ComputeGain gain = found.gain().get();
        List<String> lines = new ArrayList<>();
        lines.add(sentence(found.verdict(), gain.flop(), "FLOP", gain.better()));
        lines.add(sentence(found.verdictInSeconds(), gain.seconds(), "time here", Double.NaN));
        gain.trend().ifPresent(trend -> lines.add(trend(gain, trend)));
        return lines;
    }

    private String sentence(Verdict verdict, Band band, String what, double better) {
        String figures = Words.format("%.2fx the %s (80 %%: %.2f to %.2f)", band.value(), what, band.low(),
            band.high());
        return verdict == Verdict.CANNOT_TELL
            ? Words.format("cannot tell apart at this budget by %s: %s reaches %s's loss with %s%s", what, found.b(),
                found.a(), figures, Double.isNaN(better) ? "" : Words.format("; %.0f in 100 that it takes less",
                100 * better))
            : Words.format("%s reaches %s's loss with %s", found.b(), found.a(), figures);
    }

    private String trend(ComputeGain gain, Band trend) {
        String figures = Words.format("tenfold compute changes that factor by %.2fx (80 %%: %.2f to %.2f)",
            trend.value(), trend.low(), trend.high());
        if (trend.holdsOne()) {
            return "whether the gain grows or shrinks with compute cannot be told: " + figures;
        }
        boolean away = trend.value() < 1 == gain.flop().value() < 1;
        return "the gain " + (away ? "grows" : "shrinks") + " with compute: " + figures;
    }

    private List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        remarks.add(found.validation());
        found.gain().ifPresent(gain -> {
            remarks.add(Words.format("seeds differ by %.2f %% of the loss (standard deviation, measured over %d runs)",
                100 * gain.seedNoise(), found.levels().stream().mapToInt(level -> level.a().size()
                    + level.b().size()).sum()));
            remarks.addAll(gain.notes());
        });
        if (!found.duplicates().a().equals(found.duplicates().b())) {
            remarks.add("left out as duplicates at the largest level: " + found.a() + " " + found.duplicates().a()
                + ", " + found.b() + " " + found.duplicates().b());
        }
        if (!found.epochs().a().equals(found.epochs().b())) {
            remarks.add("training text read at the largest level: " + found.a() + " " + found.epochs().a() + ", "
                + found.b() + " " + found.epochs().b() + " times");
        }
        remarks.add("FLOP: " + found.flopConvention() + "; the optimiser's own work is in the time alone");
        return remarks;
    }
}
