package dev.longrun.train;

import dev.longrun.page.Html;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The report's tables of facts. */
final class ReportTables {

    private static final int FILES_SHOWN = 200;

    private final History history;

    ReportTables(History history) {
        this.history = history;
    }

    /** Bars of what was planned and what came, one pair for time and one for memory; empty before the end. */
    String plannedAndActual() {
        Optional<Event.Finished> finished = history.finished();
        if (finished.isEmpty()) {
            return "";
        }
        Event.Finished end = finished.get();
        String bars = "";
        if (end.plannedSeconds() > 0) {
            bars += bars("Time", "planned", end.plannedSeconds(), end.seconds(), Figures.seconds(end.plannedSeconds()),
                Figures.seconds(end.seconds()));
        }
        if (end.plannedMemoryBytes() > 0) {
            bars += bars("Peak memory", "planned", end.plannedMemoryBytes(), end.peakMemoryBytes(),
                Figures.bytes(end.plannedMemoryBytes()), Figures.bytes(end.peakMemoryBytes()));
        }
        if (end.forecastLoss() > 0) {
            bars += bars("Validation loss", "forecast", end.forecastLoss(), end.loss(),
                Figures.loss(end.forecastLoss()), Figures.loss(end.loss()));
        }
        return bars.isEmpty() ? "" : "<div class=\"bars\">\n" + bars + "</div>\n";
    }

    String timeline() {
        StringBuilder rows = new StringBuilder();
        long saved = history.all(Event.Saved.class).count();
        for (Event event : history.events()) {
            Optional<String> line = switch (event) {
                case Event.Started e -> Optional.of(e.step() == 0 ? "Started" : "Started again at step "
                    + Figures.whole(e.step()));
                case Event.Prepared e -> Optional.of("Text ready after " + Figures.seconds(e.seconds()));
                case Event.Resumed e -> Optional.of("Resumed at step " + Figures.whole(e.step()) + " from "
                    + e.checkpoint() + (e.refused().isEmpty() ? "" : "; refused " + String.join("; ", e.refused())));
                case Event.Stopped e -> Optional.of("Stopped at step " + Figures.whole(e.step()) + ": " + e.reason());
                case Event.Finished e -> Optional.of("Finished at step " + Figures.whole(e.step()));
                case Event.Foretold e when e.outsideSince() == e.step() -> Optional.of("Loss outside the band that was "
                    + "foretold, from step " + Figures.whole(e.step()) + " on");
                case Event.Skipped _, Event.Step _, Event.Evaluated _, Event.Foretold _, Event.Sampled _, Event.Saved _,
                    Event.Profiled _, Event.Routed _ -> Optional.empty();
            };
            line.ifPresent(text -> rows.append(when(event.at(), text)));
        }
        if (saved > 0) {
            Event.Saved last = history.last(Event.Saved.class).orElseThrow();
            double seconds = history.all(Event.Saved.class).mapToDouble(Event.Saved::seconds).sum();
            rows.append(when(last.at(), saved + (saved == 1 ? " checkpoint" : " checkpoints")
                + " written in " + Figures.seconds(seconds) + " behind training, which stood still for "
                + Figures.seconds(history.all(Event.Saved.class).mapToDouble(Event.Saved::stallSeconds).sum())
                + "; the last one is " + last.checkpoint() + " of "
                + Figures.bytes(last.bytes())));
        }
        if (history.unreadable() > 0) {
            rows.append(when("", history.unreadable() + " line(s) of the journal could not be read"));
        }
        return table(rows);
    }

    String text() {
        Optional<Event.Prepared> prepared = history.last(Event.Prepared.class);
        List<Event.Skipped> skipped = history.all(Event.Skipped.class).distinct().toList();
        String facts = prepared.map(p -> """
            <div class="scroll"><table class="numbers">
            <tr><th></th><th>Documents</th><th>Bytes</th><th>Tokens</th><th>Bytes per token</th></tr>
            %s%s</table></div>
            <p>%s and %s left out. A 5-gram counted on the training text needs %s bits per byte of the validation \
            text.</p>
            """.formatted(split("Training", p.trainDocuments(), p.trainBytes(), p.trainTokens()),
            split("Validation", p.validationDocuments(), p.validationBytes(), p.validationTokens()),
            plural(p.duplicates(), "duplicate")
                + (p.duplicateBytes() > 0 ? " (" + Figures.bytes(p.duplicateBytes()) + ")" : ""),
                    plural(p.skipped(), "unreadable file"),
            Figures.loss(p.ngramBitsPerByte()))).orElse("");
        if (skipped.isEmpty()) {
            return facts;
        }
        StringBuilder rows = new StringBuilder();
        skipped.stream().limit(FILES_SHOWN).forEach(s -> rows.append(row(s.file(), s.reason())));
        if (skipped.size() > FILES_SHOWN) {
            rows.append(row("", "and " + Figures.whole(skipped.size() - FILES_SHOWN) + " more, in journal.jsonl"));
        }
        return facts + "<details><summary>" + plural(skipped.size(), "file") + " left out</summary>\n" + table(rows)
            + "</details>\n";
    }

    String machine() {
        return history.last(Event.Started.class).map(s -> table(new StringBuilder()
            .append(row("Processor", s.cpu())).append(row("Threads", Integer.toString(s.threads())))
            .append(row("Java", s.java())).append(row("Longrun", s.longrun())))).orElse("");
    }

    private static String split(String name, long documents, long bytes, long tokens) {
        String cells = "<tr><th scope=\"row\">%s</th><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n";
        return String.format(Locale.ROOT, cells, name, Figures.whole(documents), Figures.whole(bytes),
            Figures.whole(tokens), tokens == 0 ? "" : Figures.significant((double) bytes / tokens));
    }

    private static String plural(long count, String noun) {
        return Figures.whole(count) + " " + noun + (count == 1 ? "" : "s");
    }

    private static String bars(String title, String expected, double planned, double actual, String plannedText,
        String actualText) {
        double most = Math.max(planned, actual);
        return "<h3>" + title + " <span class=\"by\">" + Figures.difference(actual, planned).replace('-', '\u2212')
            + "</span></h3>\n" + bar(expected, planned / most, plannedText) + bar("actual", actual / most, actualText);
    }

    private static String bar(String name, double share, String text) {
        return String.format(Locale.ROOT, "<div class=\"bar %s\"><span>%s</span>"
            + "<i><b style=\"width:%.1f%%\"></b></i><span>%s</span></div>\n",
            name, name, Double.isFinite(share) ? share * 100 : 0, text);
    }

    /** Heads a row by an instant. */
    private static String when(String at, String text) {
        return "<tr><th scope=\"row\" class=\"when\">" + Html.escape(at.isEmpty() ? "" : Report.time(at)) + "</th><td>"
            + Html.escape(text) + "</td></tr>\n";
    }

    static String row(String name, String value) {
        return "<tr><th scope=\"row\">" + Html.escape(name) + "</th><td>" + Html.escape(value) + "</td></tr>\n";
    }

    static String table(CharSequence rows) {
        return rows.isEmpty() ? "" : "<div class=\"scroll\"><table>\n" + rows + "</table></div>\n";
    }
}
