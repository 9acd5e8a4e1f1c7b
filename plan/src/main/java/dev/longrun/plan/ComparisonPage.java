package dev.longrun.plan;

import dev.longrun.page.Html;
import dev.longrun.page.LogChart;
import dev.longrun.page.Page;
import dev.longrun.page.Words;
import dev.longrun.plan.ComputeGain.Band;
import dev.longrun.plan.ComputeGain.Level;
import dev.longrun.plan.ComputeGain.Point;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A comparison as one page that opens anywhere: the answer, both curves with every run, and the gain as an arrow. */
public final class ComparisonPage {

    private static final int STEPS = 60;

    private final Comparison found;

    private ComparisonPage(Comparison found) {
        this.found = found;
    }

    /** The page. */
    public static String html(Comparison found) {
        return new ComparisonPage(found).html();
    }

    private String html() {
        return new Page(found.b() + " against " + found.a())
            .add(headline())
            .section("Loss against compute", chart() + table())
            .section("What differs", list(found.differences()))
            .section("How it was found", list(ComparisonText.remarks(found)))
            .html("Written by Longrun from the runs of " + found.a() + " and " + found.b() + ".");
    }

    private String headline() {
        List<String> answer = ComparisonText.answer(found);
        StringBuilder out = new StringBuilder("<header>\n<h1>" + Html.escape(found.b() + " against " + found.a())
            + "</h1>\n");
        answer.forEach(line -> out.append("<p class=\"state\">").append(Html.escape(line)).append("</p>\n"));
        out.append("</header>\n");
        found.gain().ifPresent(gain -> out.append("<div class=\"figures\">\n")
            .append(figure("FLOP for the same loss", gain.flop()))
            .append(figure("Time for the same loss", gain.seconds()))
            .append(gain.trend().map(trend -> figure("Each tenfold compute changes it by", trend)).orElse(""))
            .append("</div>\n"));
        return out.toString();
    }

    private static String figure(String name, Band band) {
        return Words.format("<div><h3>%s</h3><p class=\"value\">%.2f<small>x</small></p><p class=\"under\">80 %%: %.2f "
            + "to %.2f%s</p></div>%n", name, band.value(), band.low(), band.high(),
            band.holdsOne() ? ", which holds 1: no difference" : "");
    }

    private String chart() {
        LogChart chart = new LogChart("Bits per byte of the same text", "training FLOP", true, false);
        points(chart, found.a(), "train", Level::a);
        points(chart, found.b(), "valid", Level::b);
        found.gain().ifPresent(gain -> {
            double top = found.levels().getLast().flop();
            double loss = Math.max(gain.a().loss(top), gain.b().loss(top));
            double from = gain.a().flop(loss);
            double to = gain.b().flop(loss);
            double least = Math.min(found.levels().getFirst().flop(), Math.min(from, to));
            curve(chart, "train", gain.a(), least, top);
            curve(chart, "valid", gain.b(), least, top);
            chart.arrow(Words.format("%.2fx", gain.flop().value()), "floor", from, to, loss);
        });
        return chart.svg();
    }

    private void points(LogChart chart, String name, String tone, Function<Level, List<Point>> side) {
        List<Point> points = found.levels().stream().flatMap(level -> side.apply(level).stream()).toList();
        chart.points(name, tone, points.stream().mapToDouble(Point::flop).toArray(),
            points.stream().mapToDouble(Point::bitsPerByte).toArray(), points.stream().map(point -> Words.format(
                "%s, seed %d: %.4f bits per byte, %.3g FLOP, %s", name, point.seed(), point.bitsPerByte(),
                point.flop(), Words.duration(point.seconds()))).toList());
    }

    private static void curve(LogChart chart, String tone, Curve curve, double least, double most) {
        double[] x = IntStream.rangeClosed(0, STEPS).mapToDouble(i -> least * Math.pow(most / least,
            i / (double) STEPS)).toArray();
        chart.curve("", tone, x, IntStream.range(0, x.length).mapToDouble(i -> curve.loss(x[i])).toArray());
    }

    private String table() {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < found.levels().size(); i++) {
            Level level = found.levels().get(i);
            int at = i;
            rows.append(Words.format("<tr><td class=\"number\">%.2g</td><td>%s</td><td>%s</td><td class=\"number\">%s"
                + "</td></tr>%n", level.flop(), ComparisonText.losses(level.a()), ComparisonText.losses(level.b()),
                found.gain().map(gain -> gain.levels().get(at)).map(band -> Words.format("%.2f (%.2f to %.2f)",
                    band.value(), band.low(), band.high())).orElse("")));
        }
        return Words.format("<div class=\"scroll\"><table class=\"numbers\">%n<tr><th>FLOP</th><th>%s, mean and seeds"
            + "</th><th>%s</th><th>FLOP for the same loss, 80 %%</th></tr>%n%s</table></div>%n",
            Html.escape(found.a()), Html.escape(found.b()), rows);
    }

    private static String list(List<String> lines) {
        return lines.stream().map(line -> "<li>" + Html.escape(line) + "</li>\n").collect(Collectors.joining("",
            "<ul>\n", "</ul>\n"));
    }
}
