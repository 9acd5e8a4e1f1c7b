package dev.longrun.train;

import dev.longrun.page.Html;
import java.util.Optional;

/** The top of the report: whose run, how it stands, and its six figures. */
final class ReportHeadline {

    private final History history;
    private final String name;

    ReportHeadline(History history, String name) {
        this.history = history;
        this.name = name;
    }

    String html() {
        StringBuilder out = new StringBuilder("<header>\n<h1>" + Html.escape(name) + "</h1>\n<p class=\"state\">"
            + Html.escape(state()) + "</p>\n</header>\n<div class=\"figures\">\n");
        Optional<Event.Finished> finished = history.finished();
        history.evaluations().stream().reduce((_, later) -> later).ifPresent(last -> {
            double floor = history.last(Event.Prepared.class).map(Event.Prepared::ngramBitsPerByte).orElse(0.0);
            out.append(figure("Bits per byte, validation", Figures.loss(last.bitsPerByte()), floor > 0
                ? "5-gram floor " + Figures.loss(floor) + ", " + beside(last.bitsPerByte(), floor) : ""));
            out.append(figure("Loss, validation", Figures.loss(last.loss()) + unit("nats/token"),
                last.forecastLoss() > 0
                    ? "forecast " + Figures.loss(last.forecastLoss()) + ", " + beside(last.loss(), last.forecastLoss())
                    : ""));
        });
        if (finished.isPresent()) {
            Event.Finished end = finished.get();
            out.append(figure("Time", Figures.seconds(end.seconds()), end.plannedSeconds() > 0 ? "planned "
                + Figures.seconds(end.plannedSeconds()) + ", " + beside(end.seconds(), end.plannedSeconds()) : ""));
            out.append(figure("Peak memory", withUnit(Figures.bytes(end.peakMemoryBytes())),
                end.plannedMemoryBytes() > 0 ? "planned " + Figures.bytes(end.plannedMemoryBytes()) + ", "
                    + beside(end.peakMemoryBytes(), end.plannedMemoryBytes()) : ""));
        } else if (!history.steps().isEmpty()) {
            out.append(figure("Time in steps so far", Figures.seconds(history.stepSeconds()), ""));
        }
        if (!history.steps().isEmpty()) {
            Event.Step last = history.steps().getLast();
            double seconds = history.stepSeconds();
            double perToken = last.mfu() / last.tokensPerSecond();
            out.append(figure("Tokens", Figures.count(last.tokens()), Figures.whole(last.step()) + " steps of "
                + Figures.whole(last.tokens() / Math.max(1, last.step()))));
            if (seconds > 0) {
                out.append(figure("Speed", Figures.count(last.tokens() / seconds) + unit("tokens/s"),
                    "MFU " + Figures.percent(perToken * last.tokens() / seconds)));
            }
        }
        return out.append("</div>\n").toString();
    }

    private String state() {
        long done = history.steps().isEmpty() ? 0 : history.steps().getLast().step();
        String of = history.plannedSteps() > 0 ? " of " + Figures.whole(history.plannedSteps()) : "";
        if (history.finished().isPresent()) {
            return "Finished " + Report.time(history.finished().get().at()) + " after " + Figures.whole(done)
                + " steps.";
        }
        if (history.stopped().isPresent()) {
            Event.Stopped stopped = history.stopped().get();
            return "Stopped at step " + Figures.whole(stopped.step()) + of + ", " + Report.time(stopped.at()) + ": "
                + stopped.reason() + (stopped.checkpoint().isEmpty() ? "" : ". Last checkpoint: "
                + stopped.checkpoint());
        }
        if (history.events().isEmpty()) {
            return "Not started: the journal is empty.";
        }
        return "Step " + Figures.whole(done) + of + ", last heard of "
            + Report.time(history.events().getLast().at()) + "; no end in the journal yet.";
    }

    private static String beside(double value, double from) {
        return "<span class=\"by\">" + Figures.difference(value, from).replace('-', '\u2212') + "</span>";
    }

    private static String unit(String unit) {
        return " <small>" + unit + "</small>";
    }

    private static String withUnit(String value) {
        int gap = value.indexOf(' ');
        return gap < 0 ? value : value.substring(0, gap) + unit(value.substring(gap + 1));
    }

    private static String figure(String title, String value, String under) {
        return "<div><h3>" + title + "</h3><p class=\"value\">" + value + "</p><p class=\"under\">" + under
            + "</p></div>\n";
    }
}
