package dev.longrun.train;

import dev.longrun.page.LineChart;
import dev.longrun.page.Series;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** The report's plots: each quantity against the tokens trained on. */
final class ReportCharts {

    private static final int TIPS = 120;

    private final History history;
    private final double[] tokens;
    private final double low;
    private final double high;

    /** {@code low} and {@code high}: the edges of the forecast's band over its middle; not numbers for none. */
    ReportCharts(History history, double low, double high) {
        this.history = history;
        this.low = low;
        this.high = high;
        this.tokens = history.steps().stream().mapToDouble(Event.Step::tokens).toArray();
    }

    /** All plots as figures; empty before the first step. */
    String html() {
        if (tokens.length == 0) {
            return "<p class=\"quiet\">No step is done yet.</p>\n";
        }
        return both("loss", this::loss) + both("bpb", this::bitsPerByte)
            + (history.forecasts().isEmpty() ? "" : both("end", this::end)) + "<div class=\"pair\">\n"
            + figure("", throughput()) + figure("", gradientNorm()) + figure("", learningRate()) + "</div>\n";
    }

    private interface Sized {
        String svg(String id, int width, int height, boolean labelled);
    }

    /** Drawn twice, for a desk and for a phone, so that neither has to shrink its letters. */
    private static String both(String id, Sized chart) {
        return figure("wide", chart.svg(id + "-wide", 1000, 360, true))
            + figure("narrow", chart.svg(id + "-narrow", 358, 290, false));
    }

    private static String figure(String tone, String svg) {
        return "<figure" + (tone.isEmpty() ? "" : " class=\"" + tone + "\"") + ">" + svg + "</figure>\n";
    }

    private String loss(String id, int width, int height, boolean labelled) {
        LineChart chart = new LineChart(id, width, height, "Loss, nats per token", labelled);
        double[] raw = values(Event.Step::loss);
        chart.add(line("", "train", Series.Kind.FAINT, raw));
        forecast(chart, 1);
        chart.add(line("training", "train", Series.Kind.LINE, Series.smoothed(raw, raw.length / 100.0)));
        chart.add(evaluated(Event.Evaluated::loss));
        return finish(chart);
    }

    private String bitsPerByte(String id, int width, int height, boolean labelled) {
        LineChart chart = new LineChart(id, width, height, "Bits per byte of text", labelled);
        double[] raw = values(Event.Step::bitsPerByte);
        double perNat = history.steps().stream().filter(s -> s.loss() > 0 && s.bitsPerByte() > 0)
            .mapToDouble(s -> s.bitsPerByte() / s.loss()).findFirst().orElse(Double.NaN);
        forecast(chart, perNat);
        chart.add(line("training", "train", Series.Kind.LINE, Series.smoothed(raw, raw.length / 100.0)));
        chart.add(evaluated(Event.Evaluated::bitsPerByte));
        history.last(Event.Prepared.class).map(Event.Prepared::ngramBitsPerByte).filter(floor -> floor > 0)
            .ifPresent(floor -> chart.level(floor, "5-gram floor", "floor"));
        return finish(chart);
    }

    /** What was foretold for each step, between the edges of its band. */
    private void forecast(LineChart chart, double unit) {
        if (low < high) {
            chart.add(line("", "forecast", Series.Kind.FAINT, values(s -> known(s.forecastLoss()) * unit * low)));
            chart.add(line("", "forecast", Series.Kind.FAINT, values(s -> known(s.forecastLoss()) * unit * high)));
        }
        chart.add(line("forecast", "forecast", Series.Kind.DASHED, values(s -> known(s.forecastLoss()) * unit)));
    }

    /** How the forecast of the end moved as the run went, with its band, towards what came. */
    private String end(String id, int width, int height, boolean labelled) {
        LineChart chart = new LineChart(id, width, height, "Bits per byte at the end, as foretold on the way",
            labelled);
        chart.add(foretold("80 %", "forecast", Series.Kind.DASHED, Event.Foretold::high));
        chart.add(foretold("", "forecast", Series.Kind.DASHED, Event.Foretold::low));
        chart.add(foretold("foretold", "valid", Series.Kind.POINTS, Event.Foretold::bitsPerByte));
        history.finished().ifPresent(end -> chart.level(end.bitsPerByte(), "came", "floor"));
        history.forecasts().stream().filter(each -> each.outsideSince() > 0).findFirst().ifPresent(first ->
            chart.mark(history.tokensAt(first.outsideSince()), "outside the band since step "
                + Figures.whole(first.outsideSince())));
        return chart.svg("tokens", Figures::loss);
    }

    private Series foretold(String name, String tone, Series.Kind kind, ToDoubleFunction<Event.Foretold> value) {
        return new Series(name, tone, kind,
            history.forecasts().stream().mapToDouble(e -> history.tokensAt(e.step())).toArray(),
            history.forecasts().stream().mapToDouble(value).toArray());
    }

    private String throughput() {
        LineChart chart = new LineChart("speed", 330, 230, "Speed, tokens/s", false).fromZero();
        double[] speeds = values(Event.Step::tokensPerSecond);
        chart.add(line("", "train", Series.Kind.FAINT, speeds));
        chart.add(line("", "train", Series.Kind.LINE, Series.smoothed(speeds, speeds.length / 50.0)));
        history.steps().stream().filter(s -> s.mfu() > 0 && s.tokensPerSecond() > 0)
            .mapToDouble(s -> 100 * s.mfu() / s.tokensPerSecond()).reduce((_, later) -> later)
            .ifPresent(perUnit -> chart.second(perUnit, "MFU, %"));
        return finish(chart);
    }

    private String gradientNorm() {
        LineChart chart = new LineChart("norm", 330, 230, "Gradient norm before clipping", false);
        double[] norms = values(Event.Step::gradientNorm);
        double[] finite = DoubleStream.of(norms).filter(v -> v > 0 && Double.isFinite(v)).sorted().toArray();
        if (finite.length > 0 && finite[finite.length - 1] > 8 * finite[finite.length / 2]) {
            chart.logarithmic();
        } else {
            chart.fromZero();
        }
        chart.add(line("", "train", Series.Kind.FAINT, norms));
        chart.add(line("", "train", Series.Kind.LINE, Series.smoothed(norms, norms.length / 50.0)));
        return finish(chart);
    }

    private String learningRate() {
        LineChart chart = new LineChart("rate", 330, 230, "Learning rate", false).fromZero();
        chart.add(line("", "train", Series.Kind.LINE, values(Event.Step::learningRate)));
        return finish(chart);
    }

    private String finish(LineChart chart) {
        for (Event event : history.events()) {
            switch (event) {
                case Event.Resumed resumed -> chart.mark(history.tokensAt(resumed.step()),
                    "resumed at step " + Figures.whole(resumed.step()) + ", " + Report.time(resumed.at()));
                case Event.Stopped stopped -> chart.mark(history.tokensAt(stopped.step()),
                    "stopped at step " + Figures.whole(stopped.step()) + ": " + stopped.reason());
                case Event.Started _, Event.Skipped _, Event.Prepared _, Event.Step _, Event.Evaluated _,
                    Event.Foretold _, Event.Sampled _, Event.Saved _, Event.Profiled _, Event.Routed _,
                    Event.Finished _ -> { }
            }
        }
        int size = history.steps().size();
        for (int i = 0; i < Math.min(size, TIPS); i++) {
            Event.Step step = history.steps().get(size <= TIPS ? i : (int) ((i + 0.5) * size / TIPS));
            chart.tip(step.tokens(), tip(step));
        }
        return chart.svg("tokens", Figures::loss);
    }

    private String tip(Event.Step s) {
        String forecast = known(s.forecastLoss()) > 0 ? " (forecast " + Figures.loss(s.forecastLoss()) + ")" : "";
        return String.format(Locale.ROOT, """
            step %s, %s tokens
            loss %s%s, %s bits per byte
            gradient norm %s, learning rate %s
            %s tokens/s, MFU %s""", Figures.whole(s.step()), Figures.count(s.tokens()), Figures.loss(s.loss()),
            forecast, Figures.loss(s.bitsPerByte()), Figures.significant(s.gradientNorm()),
            Figures.rate(s.learningRate()), Figures.count(s.tokensPerSecond()), Figures.percent(s.mfu()));
    }

    private Series evaluated(ToDoubleFunction<Event.Evaluated> value) {
        return new Series("validation", "valid", Series.Kind.POINTS,
            history.evaluations().stream().mapToDouble(e -> history.tokensAt(e.step())).toArray(),
            history.evaluations().stream().mapToDouble(value).toArray());
    }

    private Series line(String name, String tone, Series.Kind kind, double[] values) {
        return new Series(name, tone, kind, tokens, values);
    }

    private double[] values(ToDoubleFunction<Event.Step> value) {
        return history.steps().stream().mapToDouble(value).toArray();
    }

    /** A forecast that was made; none is written as 0 or not a number. */
    private static double known(double forecast) {
        return forecast > 0 ? forecast : Double.NaN;
    }
}
