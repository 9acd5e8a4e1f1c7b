package dev.longrun.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;

/**
 * A line chart as inline SVG: round ticks, direct labels, tips on hover by plain {@code <title>}. Colours come from
 * the page's style sheet by class, so that one drawing serves light and dark.
 */
public final class LineChart {

    private static final double LINE = 15; // height of a label, pixels

    private final String id;
    private final int width;
    private final int height;
    private final String title;
    private final boolean labelled;
    private final List<Series> series = new ArrayList<>();
    private final List<Level> levels = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final List<Mark> tips = new ArrayList<>();
    private boolean logarithmic;
    private boolean fromZero;
    private Optional<Second> second = Optional.empty();

    private record Level(double y, String name, String tone) {
    }

    private record Mark(double x, String text) {
    }

    private record Second(double perUnit, String title) {
    }

    private record Label(double y, String text, String tone) {
    }

    /** {@code labelled}: room at the right for direct labels; without it they stand above the plot. */
    public LineChart(String id, int width, int height, String title, boolean labelled) {
        this.id = id;
        this.width = width;
        this.height = height;
        this.title = title;
        this.labelled = labelled;
    }

    public LineChart add(Series added) {
        if (added.size() > 0) {
            series.add(added);
        }
        return this;
    }

    /** A horizontal line to compare with. */
    public LineChart level(double y, String name, String tone) {
        levels.add(new Level(y, name, tone));
        return this;
    }

    /** A vertical line where something happened. */
    public LineChart mark(double x, String text) {
        marks.add(new Mark(x, text));
        return this;
    }

    /** What to say of the place {@code x} on hover. */
    public LineChart tip(double x, String text) {
        tips.add(new Mark(x, text));
        return this;
    }

    public LineChart logarithmic() {
        logarithmic = true;
        return this;
    }

    public LineChart fromZero() {
        fromZero = true;
        return this;
    }

    /** A right axis for the same curves in another unit: its value is {@code perUnit} times the left one's. */
    public LineChart second(double perUnit, String name) {
        second = Optional.of(new Second(perUnit, name));
        return this;
    }

    public String svg(String xTitle, DoubleFunction<String> value) {
        List<Label> labels = labels(value);
        List<List<Label>> legend = labelled || labels.size() < 2 ? List.of() : rows(labels);
        double left = 52;
        double right = width - (labelled ? 168 : second.isPresent() ? 44 : 14);
        double top = 34 + LINE * legend.size() + (legend.isEmpty() ? 0 : 3);
        double bottom = height - 40;
        Scale x = Scale.exact(0, series.stream().mapToDouble(s -> s.x()[s.size() - 1]).max().orElse(1), left, right);
        Scale y = vertical(x.high(), bottom, top);
        StringBuilder out = new StringBuilder(1 << 15);
        out.append(line("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">", width, height,
            Html.escape(title)));
        out.append(line("<clipPath id=\"%s\"><rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/></clipPath>",
            id, left, top - 3, right - left + 1, bottom - top + 6));
        out.append(line("<text class=\"title\" x=\"0\" y=\"14\">%s</text>", Html.escape(title)));
        second.ifPresent(axis -> out.append(line("<text class=\"title end\" x=\"%d\" y=\"14\">%s</text>", width,
            Html.escape(axis.title()))));
        axes(out, x, y, xTitle);
        out.append(line("<g clip-path=\"url(#%s)\">", id));
        levels.forEach(level -> out.append(line(
            "<line class=\"level %s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>", level.tone(), left, right,
            y.at(level.y()), y.at(level.y()))));
        marks.forEach(mark -> out.append(line("<line class=\"mark\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
            x.at(mark.x()), x.at(mark.x()), top, bottom)));
        series.forEach(s -> curve(out, s, x, y));
        out.append("</g>\n");
        marks.forEach(mark -> out.append(line(
            "<path class=\"flag\" d=\"M%.1f %.1fl-4 -7h8z\"><title>%s</title></path>", x.at(mark.x()), top,
            Html.escape(mark.text()))));
        hits(out, x, top, bottom);
        if (labelled) {
            beside(out, labels, y, right + 10, top, bottom);
        }
        for (int row = 0; row < legend.size(); row++) {
            above(out, legend.get(row), 33 + LINE * row);
        }
        return out.append("</svg>\n").toString();
    }

    private Scale vertical(double end, double bottom, double top) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Series s : series) {
            // The first steps of a run fall steeply; the frame is for what follows them.
            double skipped = s.size() > 50 && !fromZero && !logarithmic ? end * 0.025 : 0;
            for (int i = 0; i < s.size(); i++) {
                boolean counts = Double.isFinite(s.y()[i]) && s.x()[i] >= skipped && (!logarithmic || s.y()[i] > 0);
                low = counts ? Math.min(low, s.y()[i]) : low;
                high = counts && s.kind() != Series.Kind.DASHED ? Math.max(high, s.y()[i]) : high;
            }
        }
        for (Level level : levels) {
            low = Math.min(low, level.y());
            high = Math.max(high, level.y());
        }
        if (!(low <= high)) {
            low = logarithmic ? 0.1 : 0;
            high = 1;
        }
        if (logarithmic) {
            return Scale.log(low, high, bottom, top);
        }
        return Scale.round(fromZero ? Math.min(0, low) : low, high, 5, bottom, top);
    }

    private void axes(StringBuilder out, Scale x, Scale y, String xTitle) {
        List<Double> rows = y.ticks(5);
        for (double tick : rows) {
            out.append(line("<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>", x.from(), x.to(),
                y.at(tick), y.at(tick)));
            out.append(line("<text class=\"tick end\" x=\"%.1f\" y=\"%.1f\">%s</text>", x.from() - 8, y.at(tick) + 4,
                Scale.label(tick, rows)));
        }
        List<Double> columns = x.ticks(width > 700 ? 8 : 4);
        for (double tick : columns) {
            out.append(line("<line class=\"axis\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>", x.at(tick),
                x.at(tick), y.from(), y.from() + 4));
            out.append(line("<text class=\"tick mid\" x=\"%.1f\" y=\"%.1f\">%s</text>", x.at(tick), y.from() + 18,
                Scale.label(tick, columns)));
        }
        out.append(line("<line class=\"axis\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>", x.from(), x.to(),
            y.from(), y.from()));
        out.append(line("<text class=\"tick end\" x=\"%.1f\" y=\"%d\">%s</text>", x.to(), height - 6,
            Html.escape(xTitle)));
        second.ifPresent(axis -> {
            Scale other = Scale.exact(y.low() * axis.perUnit(), y.high() * axis.perUnit(), y.from(), y.to());
            List<Double> ticks = other.ticks(5);
            ticks.forEach(tick -> out.append(line("<text class=\"tick\" x=\"%.1f\" y=\"%.1f\">%s</text>", x.to() + 6,
                other.at(tick) + 4, Scale.label(tick, ticks))));
        });
    }

    private void curve(StringBuilder out, Series s, Scale x, Scale y) {
        String kind = s.kind().name().toLowerCase(Locale.ROOT);
        Series drawn = s.thinned(width > 700 ? 1500 : 600);
        out.append(line("<path class=\"%s %s\" d=\"", kind, s.tone()).stripTrailing());
        boolean pen = false;
        for (int i = 0; i < drawn.size(); i++) {
            double value = drawn.y()[i];
            if (!Double.isFinite(value) || logarithmic && value <= 0) {
                pen = false;
                continue;
            }
            // Far outside the frame is as good as just outside, and some renderers mind.
            double at = Math.clamp(y.at(value), y.to() - 1000, y.from() + 1000);
            out.append(String.format(Locale.ROOT, "%s%.1f %.1f", pen ? "L" : "M", x.at(drawn.x()[i]), at));
            pen = true;
        }
        out.append("\"/>\n");
        if (s.kind() == Series.Kind.POINTS) {
            for (int i = 0; i < s.size(); i++) {
                if (Double.isFinite(s.y()[i]) && y.holds(s.y()[i])) {
                    out.append(line("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/>", s.tone(),
                        x.at(s.x()[i]), y.at(s.y()[i])));
                }
            }
        }
    }

    private void hits(StringBuilder out, Scale x, double top, double bottom) {
        for (int i = 0; i < tips.size(); i++) {
            double at = x.at(tips.get(i).x());
            double from = i == 0 ? x.from() : (x.at(tips.get(i - 1).x()) + at) / 2;
            double to = i == tips.size() - 1 ? x.to() : (at + x.at(tips.get(i + 1).x())) / 2;
            out.append(line("<rect class=\"hit\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">"
                + "<title>%s</title></rect>", from, top, Math.max(to - from, 0.1), bottom - top,
                Html.escape(tips.get(i).text())));
        }
    }

    /** One for each named curve and level, with its last value. */
    private List<Label> labels(DoubleFunction<String> value) {
        List<Label> labels = new ArrayList<>();
        for (Series s : series) {
            int last = s.size() - 1;
            while (last > 0 && !Double.isFinite(s.y()[last])) {
                last--;
            }
            if (!s.name().isEmpty() && Double.isFinite(s.y()[last])) {
                labels.add(new Label(s.y()[last], s.name() + " " + value.apply(s.y()[last]), s.tone()));
            }
        }
        levels.forEach(level -> labels.add(new Label(level.y(), level.name() + " " + value.apply(level.y()),
            level.tone())));
        labels.sort(Comparator.comparingDouble(Label::y).reversed());
        return labels;
    }

    private static void beside(StringBuilder out, List<Label> labels, Scale y, double x, double top, double bottom) {
        double[] at = new double[labels.size()];
        double next = top;
        for (int i = 0; i < at.length; i++) {
            at[i] = Math.max(next, Math.clamp(y.at(labels.get(i).y()), top, bottom));
            next = at[i] + LINE;
        }
        double limit = bottom;
        for (int i = at.length - 1; i >= 0; i--) {
            at[i] = Math.min(at[i], limit);
            limit = at[i] - LINE;
        }
        for (int i = 0; i < at.length; i++) {
            Label label = labels.get(i);
            out.append(line("<text class=\"label %s\" x=\"%.1f\" y=\"%.1f\">%s</text>", label.tone(), x, at[i] + 4,
                Html.escape(label.text())));
        }
    }

    /** Labels by line, as many to a line as fit, by a guess at the width of a letter. */
    private List<List<Label>> rows(List<Label> labels) {
        List<List<Label>> rows = new ArrayList<>();
        double room = 0;
        for (Label label : labels) {
            double needed = label.text().length() * 6.6 + 12;
            if (needed > room) {
                rows.add(new ArrayList<>());
                room = width;
            }
            room -= needed;
            rows.getLast().add(label);
        }
        return rows;
    }

    private static void above(StringBuilder out, List<Label> labels, double y) {
        out.append(line("<text class=\"label\" x=\"0\" y=\"%.1f\">", y).stripTrailing());
        for (int i = 0; i < labels.size(); i++) {
            out.append(String.format(Locale.ROOT, "<tspan%s class=\"%s\">%s</tspan>", i == 0 ? "" : " dx=\"12\"",
                labels.get(i).tone(), Html.escape(labels.get(i).text())));
        }
        out.append("</text>\n");
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + "\n";
    }
}
