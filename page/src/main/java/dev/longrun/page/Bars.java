package dev.longrun.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;

/**
 * Horizontal bars on one scale as inline SVG, each from one value to another. Bars that begin where the one above
 * ended are a waterfall; bars around a centre are a tornado. Colours come from the page's style sheet by class.
 */
public final class Bars {

    private static final double ROW = 26;
    private static final double BAR = 14;
    private static final double TOP = 30;
    private static final double LETTER = 6.8; // a guess at the width of one, pixels

    private final int width;
    private final String title;
    private final List<Bar> bars = new ArrayList<>();
    private Optional<Centre> centre = Optional.empty();

    /**
     * One row.
     *
     * @param tone the style sheet's class that colours it
     * @param text behind the bar
     * @param low beginning of a thin line over the bar: its band; equal to {@code high} for none
     */
    public record Bar(String label, double from, double to, String tone, String text, double low, double high) {

        /** Without a band. */
        public Bar(String label, double from, double to, String tone, String text) {
            this(label, from, to, tone, text, to, to);
        }
    }

    private record Centre(double x, String name) {
    }

    /** An empty chart so many pixels wide; its height follows from its rows. */
    public Bars(int width, String title) {
        this.width = width;
        this.title = title;
    }

    /** Adds a row below the others; one with a value that is not finite is left out. */
    public Bars add(Bar bar) {
        if (Double.isFinite(bar.from()) && Double.isFinite(bar.to()) && Double.isFinite(bar.low())
            && Double.isFinite(bar.high())) {
            bars.add(bar);
        }
        return this;
    }

    /** A vertical line to compare with. */
    public Bars centre(double x, String name) {
        centre = Optional.of(new Centre(x, name));
        return this;
    }

    /** The drawing; {@code tick} writes a value of the scale. */
    public String svg(String xTitle, DoubleFunction<String> tick) {
        double left = 12 + LETTER * bars.stream().mapToInt(bar -> bar.label().length()).max().orElse(0);
        double right = width - 12 - LETTER * bars.stream().mapToInt(bar -> bar.text().length()).max().orElse(0);
        double bottom = TOP + ROW * bars.size();
        double low = centre.map(Centre::x).orElse(0.0);
        double high = low;
        for (Bar bar : bars) {
            low = Math.min(low, Math.min(Math.min(bar.from(), bar.to()), bar.low()));
            high = Math.max(high, Math.max(Math.max(bar.from(), bar.to()), bar.high()));
        }
        Scale x = Scale.round(low, high, 5, left, Math.max(right, left + 40));
        StringBuilder out = new StringBuilder();
        out.append(line("<svg viewBox=\"0 0 %d %.0f\" role=\"img\" aria-label=\"%s\">", width, bottom + 40,
            Html.escape(title)));
        out.append(line("<text class=\"title\" x=\"0\" y=\"14\">%s</text>", Html.escape(title)));
        for (double value : x.ticks(5)) {
            out.append(line("<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>", x.at(value),
                x.at(value), TOP, bottom));
            out.append(line("<text class=\"tick mid\" x=\"%.1f\" y=\"%.1f\">%s</text>", x.at(value), bottom + 16,
                Html.escape(tick.apply(value))));
        }
        out.append(line("<text class=\"tick end\" x=\"%.1f\" y=\"%.1f\">%s</text>", x.to(), bottom + 34,
            Html.escape(xTitle)));
        centre.ifPresent(at -> out.append(line("<line class=\"centre\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\">"
            + "<title>%s</title></line>", x.at(at.x()), x.at(at.x()), TOP - 4, bottom, Html.escape(at.name()))));
        for (int i = 0; i < bars.size(); i++) {
            row(out, bars.get(i), x, TOP + ROW * i);
        }
        return out.append("</svg>\n").toString();
    }

    private static void row(StringBuilder out, Bar bar, Scale x, double top) {
        double from = x.at(Math.min(bar.from(), bar.to()));
        double to = x.at(Math.max(bar.from(), bar.to()));
        double middle = top + ROW / 2;
        out.append(line("<text class=\"tick end\" x=\"%.1f\" y=\"%.1f\">%s</text>", x.from() - 8, middle + 4,
            Html.escape(bar.label())));
        out.append(line("<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s %s</title>"
            + "</rect>", Html.escape(bar.tone()), from, middle - BAR / 2, Math.max(to - from, 1), BAR,
            Html.escape(bar.label()), Html.escape(bar.text())));
        double end = to;
        if (bar.high() > bar.low()) {
            out.append(line("<line class=\"whisker\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
                x.at(bar.low()), x.at(bar.high()), middle, middle));
            end = Math.max(end, x.at(bar.high()));
        }
        out.append(line("<text class=\"label\" x=\"%.1f\" y=\"%.1f\">%s</text>", end + 6, middle + 4,
            Html.escape(bar.text())));
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + "\n";
    }
}
