package dev.longrun.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Shares of a whole by class as inline SVG: upright bars, a flag where something was due. Colours come from the
 * page's style sheet by class.
 */
public final class Histogram {

    private static final double LEFT = 44;
    private static final double TOP = 34;
    private static final double LETTER = 7; // a guess at the width of one, pixels

    private final int width;
    private final int height;
    private final String title;
    private final List<Bin> bins = new ArrayList<>();
    private final List<Flag> flags = new ArrayList<>();

    /**
     * One bar.
     *
     * @param label below it
     * @param share of the whole, 0 to 1
     * @param tone the style sheet's class that colours it
     * @param tip what to say of it on hover
     */
    public record Bin(String label, double share, String tone, String tip) {
    }

    private record Flag(double at, String text) {
    }

    /** An empty chart. */
    public Histogram(int width, int height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    /** Adds a bar at the right. */
    public Histogram add(Bin bin) {
        bins.add(bin);
        return this;
    }

    /** A vertical line; {@code at} counts bars from the left, 2.5 is the middle of the third. */
    public Histogram flag(double at, String text) {
        flags.add(new Flag(at, text));
        return this;
    }

    /** The drawing. */
    public String svg() {
        double bottom = height - 28;
        double most = bins.stream().mapToDouble(Bin::share).filter(Double::isFinite).max().orElse(0);
        Scale y = Scale.round(0, Math.max(most, 0.001) * 100, 4, bottom, TOP);
        double step = (width - LEFT) / Math.max(1, bins.size());
        StringBuilder out = new StringBuilder();
        out.append(line("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">", width, height,
            Html.escape(title)));
        out.append(line("<text class=\"title\" x=\"0\" y=\"14\">%s</text>", Html.escape(title)));
        List<Double> ticks = y.ticks(4);
        for (double tick : ticks) {
            out.append(line("<line class=\"grid\" x1=\"%.1f\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, width,
                y.at(tick), y.at(tick)));
            out.append(line("<text class=\"tick end\" x=\"%.1f\" y=\"%.1f\">%s %%</text>", LEFT - 6, y.at(tick) + 4,
                Scale.label(tick, ticks)));
        }
        double free = LEFT;
        for (int i = 0; i < bins.size(); i++) {
            Bin bin = bins.get(i);
            double top = y.at(Double.isFinite(bin.share()) ? bin.share() * 100 : 0);
            out.append(line("<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s</title>"
                + "</rect>", Html.escape(bin.tone()), LEFT + step * (i + 0.08), top, step * 0.84, bottom - top,
                Html.escape(bin.tip())));
            // A label that would run into the one before it is left out; the tip has it.
            double middle = LEFT + step * (i + 0.5);
            double half = bin.label().length() * LETTER / 2;
            if (half > 0 && middle - half >= free) {
                out.append(line("<text class=\"tick mid\" x=\"%.1f\" y=\"%.1f\">%s</text>", middle, bottom + 18,
                    Html.escape(bin.label())));
                free = middle + half + LETTER / 2;
            }
        }
        for (Flag flag : flags) {
            double x = LEFT + step * flag.at();
            out.append(line("<line class=\"mark\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>", x, x, TOP - 8,
                bottom));
            out.append(line("<path class=\"flag\" d=\"M%.1f %.1fl-4 -7h8z\"><title>%s</title></path>", x, TOP - 8,
                Html.escape(flag.text())));
            boolean atRight = x + flag.text().length() * LETTER > width;
            out.append(line("<text class=\"tick%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", atRight ? " end" : "",
                x + (atRight ? -8 : 8), TOP - 8, Html.escape(flag.text())));
        }
        return out.append("</svg>\n").toString();
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values) + "\n";
    }
}
