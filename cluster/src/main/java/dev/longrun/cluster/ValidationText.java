package dev.longrun.cluster;

import dev.longrun.page.Words;
import java.util.OptionalDouble;

/** A validation for a terminal. */
public final class ValidationText {

    private static final String ROW = "%-28s %5s %7s %7s %7s %7s  %5s %7s  %s%n";

    private ValidationText() {
    }

    /** A table by group, the rankings, and how many rows were left out. */
    public static String render(Validation validation) {
        StringBuilder text = new StringBuilder(Words.format(ROW, "step time, predicted over", "rows", "mean", "median",
            "signed", "inside", "peak", "mean", "out of memory"));
        text.append(Words.format(ROW, "measured, less one", "", "size", "size", "mean", "80 %", "rows", "size",
            "foretold"));
        validation.groups().stream().map(Validation.Group::score).filter(score -> score.rows() + score.memoryRows()
            + score.outOfMemory() > 0).forEach(score -> text.append(line(score)));
        text.append(line(validation.wide())).append(line(validation.all()));
        text.append("\nLayouts of one model on one machine: what our first choice costs over the measured best\n");
        validation.groups().forEach(group -> group.rankings().forEach(ranking -> text.append(Words.format(
            "  %-24s %2d layouts  %+5.1f %%  %s%n", name(group.score()), ranking.layouts(), 100 * ranking.slower(),
            ranking.what()))));
        int skipped = validation.groups().stream().mapToInt(group -> group.skipped().size()).sum();
        long calibrating = validation.groups().stream().flatMap(group -> group.predictions().stream())
            .filter(Prediction::calibrates).count();
        text.append(Words.format("%n%d rows calibrated constants. %d rows could not be used", calibrating, skipped))
            .append("; --json says why, row by row.\n");
        return text.toString();
    }

    private static String line(GroupScore score) {
        String memory = score.outOfMemory() == 0 && score.refused() == 0 ? ""
            : score.flagged() + " of " + score.outOfMemory() + ", " + score.refused() + " wrongly";
        return Words.format(ROW, name(score), score.rows(), percent(score.meanError(), "%.1f %%"),
            percent(score.medianError(), "%.1f %%"), percent(score.bias(), "%+.1f %%"),
            percent(score.coverage(), "%.0f %%"), score.memoryRows() == 0 ? "" : score.memoryRows(),
            percent(score.memoryError(), "%.1f %%"), memory).replaceAll(" +\n", "\n");
    }

    private static String name(GroupScore score) {
        return score.group().isEmpty() ? "(no group)" : score.group();
    }

    private static String percent(OptionalDouble share, String pattern) {
        return share.isPresent() ? Words.format(pattern, 100 * share.getAsDouble()) : "";
    }
}
