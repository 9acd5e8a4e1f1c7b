package dev.longrun.cli;

import dev.longrun.train.Event;
import dev.longrun.train.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Events of the journal in words. */
final class EventText {

    private EventText() {
    }

    /** The lines that an event is worth; none for a step, which has the progress line. */
    static List<String> lines(Event event, double ngramBitsPerByte) {
        return switch (event) {
            case Event.Started e -> List.of("on " + Plain.line(e.cpu()) + ", " + count(e.threads(), "thread")
                + ", JDK " + e.java() + (e.step() > 0 ? ", from step " + Figures.whole(e.step()) : ""));
            case Event.Skipped e -> List.of("left out " + Plain.line(e.file()) + ": " + Plain.line(e.reason()));
            case Event.Prepared e -> prepared(e);
            case Event.Resumed e -> resumed(e);
            case Event.Step _ -> List.of();
            case Event.Evaluated e -> List.of(evaluated(e, ngramBitsPerByte));
            case Event.Foretold e -> foretold(e);
            case Event.Sampled e -> List.of("  \"" + Plain.line(e.prompt()) + "\" -> \"" + Plain.line(e.completion())
                + "\"");
            case Event.Saved e -> List.of("saved " + e.checkpoint() + ", " + Figures.bytes(e.bytes())
                + (e.seconds() > 0 ? " in " + Figures.seconds(e.seconds()) + " behind training, which waited "
                + Figures.seconds(e.stallSeconds()) : ", before the last process was killed"));
            case Event.Profiled _, Event.Routed _ -> List.of();
            case Event.Stopped e -> List.of("stopped at step " + Figures.whole(e.step()) + ": " + e.reason()
                + "; last good checkpoint: " + e.checkpoint());
            case Event.Finished e -> finished(e, ngramBitsPerByte);
        };
    }

    private static List<String> prepared(Event.Prepared e) {
        return List.of("text: " + count(e.trainDocuments(), "document") + " to train on ("
            + Figures.bytes(e.trainBytes()) + ", " + Figures.count(e.trainTokens()) + " tokens), "
            + Figures.whole(e.validationDocuments()) + " to validate on (" + Figures.bytes(e.validationBytes()) + ", "
            + Figures.count(e.validationTokens()) + " tokens); " + count(e.duplicates(), "duplicate")
            + (e.duplicateBytes() > 0 ? " (" + Figures.bytes(e.duplicateBytes()) + ")" : "") + " and "
            + count(e.skipped(), "unreadable file") + " left out; " + Figures.seconds(e.seconds()),
            "5-gram floor: " + Figures.loss(e.ngramBitsPerByte()) + " bits per byte on the validation text");
    }

    private static List<String> resumed(Event.Resumed e) {
        List<String> lines = new ArrayList<>();
        e.refused().forEach(refused -> lines.add("passed over a checkpoint: " + Plain.line(refused)));
        lines.add(e.checkpoint().isEmpty() ? "starts over: no checkpoint is whole"
            : "goes on at step " + Figures.whole(e.step()) + " from " + e.checkpoint());
        return lines;
    }

    private static String evaluated(Event.Evaluated e, double ngram) {
        return "step " + Figures.whole(e.step()) + ": validation loss " + Figures.loss(e.loss())
            + (e.forecastLoss() > 0 ? " (forecast " + Figures.loss(e.forecastLoss()) + ", "
                + Figures.difference(e.loss(), e.forecastLoss()) + ")" : "")
            + ", " + Figures.loss(e.bitsPerByte()) + " bits per byte"
            + (ngram > 0 ? " (5-gram floor " + Figures.loss(ngram) + ")" : "") + ", " + Figures.seconds(e.seconds());
    }

    private static List<String> foretold(Event.Foretold e) {
        List<String> lines = new ArrayList<>();
        lines.add("  at the end " + Figures.loss(e.bitsPerByte()) + " bits per byte, 80 %: " + Figures.loss(e.low())
            + " to " + Figures.loss(e.high())
            + (e.goal() > 0 ? "; " + Figures.loss(e.goal()) + " or less: " + Figures.percent(e.goalChance()) : "")
            + (e.deadlineChance() >= 0 ? "; in time: " + Figures.percent(e.deadlineChance()) : ""));
        if (e.outsideSince() > 0) {
            lines.add("  outside the band that was foretold, since step " + Figures.whole(e.outsideSince()));
        }
        return lines;
    }

    private static List<String> finished(Event.Finished e, double ngram) {
        List<String> lines = new ArrayList<>();
        lines.add("finished at step " + Figures.whole(e.step()));
        lines.add(row("bits per byte", Figures.loss(e.bitsPerByte()), "5-gram floor", ngram, Figures.loss(ngram),
            e.bitsPerByte()));
        lines.add(row("loss", Figures.loss(e.loss()), "forecast", e.forecastLoss(), Figures.loss(e.forecastLoss()),
            e.loss()));
        lines.add(row("time", Figures.seconds(e.seconds()), "planned", e.plannedSeconds(),
            Figures.seconds(e.plannedSeconds()), e.seconds()));
        lines.add(row("peak memory", Figures.bytes(e.peakMemoryBytes()), "planned", e.plannedMemoryBytes(),
            Figures.bytes(e.plannedMemoryBytes()), e.peakMemoryBytes()));
        return lines;
    }

    private static String row(String name, String value, String against, double other, String otherText,
        double actual) {
        String row = String.format(Locale.ROOT, "  %-14s %-14s", name, value);
        return other > 0 ? String.format(Locale.ROOT, "%s %-12s %-14s %s", row, against, otherText,
            Figures.difference(actual, other)) : row.stripTrailing();
    }

    private static String count(long count, String noun) {
        return Figures.whole(count) + " " + noun + (count == 1 ? "" : "s");
    }
}
