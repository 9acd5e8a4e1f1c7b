package dev.longrun.page;

import java.util.ArrayList;
import java.util.List;

/** Points, curves, bands and arrows over a logarithmic (or plain) x axis, as inline SVG in the page's colours. */
public final class LogChart {

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 380;
    private static final double LEFT = 62;
    private static final double RIGHT = WIDTH - 14;
    private static final double TOP = 52;
    private static final double BOTTOM = HEIGHT - 44;

    private final String title;
    private final String xTitle;
    private final boolean logX;
    private final boolean logY;
    private final List<Shape> shapes = new ArrayList<>();

    private enum Kind { POINTS, CURVE, BAND, ARROW }

    private record Shape(Kind kind, String name, String tone, double[] x, double[] low, double[] high,
        List<String> tips) {
    }

    /** An empty chart. */
    public LogChart(String title, String xTitle, boolean logX, boolean logY) {
        this.title = title;
        this.xTitle = xTitle;
        this.logX = logX;
        this.logY = logY;
    }

    /** Dots; {@code tips}, where there are any, are shown on hover. */
    public LogChart points(String name, String tone, double[] x, double[] y, List<String> tips) {
        return add(new Shape(Kind.POINTS, name, tone, x, y, y, tips));
    }

    /** A line through all of these. */
    public LogChart curve(String name, String tone, double[] x, double[] y) {
        return add(new Shape(Kind.CURVE, name, tone, x, y, y, List.of()));
    }

    /** An area between two lines. */
    public LogChart band(String name, String tone, double[] x, double[] low, double[] high) {
        return add(new Shape(Kind.BAND, name, tone, x, low, high, List.of()));
    }

    /** A horizontal arrow at the height {@code y} with its name above it. */
    public LogChart arrow(String name, String tone, double from, double to, double y) {
        return add(new Shape(Kind.ARROW, name, tone, new double[] {from, to}, new double[] {y, y},
            new double[] {y, y}, List.of()));
    }

    private LogChart add(Shape shape) {
        if (shape.x().length > 0) {
            shapes.add(shape);
        }
        return this;
    }

    /** The drawing; nothing where there is nothing to draw. */
    public String svg() {
        if (shapes.isEmpty()) {
            return "";
        }
        Scale x = scale(true, LEFT, RIGHT);
        Scale y = scale(false, BOTTOM, TOP);
        StringBuilder out = new StringBuilder(Words.format("<figure><svg viewBox=\"0 0 %d %d\" role=\"img\" "
            + "aria-label=\"%s\">%n<text class=\"title\" x=\"0\" y=\"14\">%s</text>%n", WIDTH, HEIGHT,
            Html.escape(title), Html.escape(title)));
        axes(out, x, y);
        for (Kind kind : new Kind[] {Kind.BAND, Kind.CURVE, Kind.POINTS, Kind.ARROW}) {
            shapes.stream().filter(shape -> shape.kind() == kind).forEach(shape -> draw(out, shape, x, y));
        }
        legend(out);
        return out.append("</svg></figure>\n").toString();
    }

    private Scale scale(boolean ofX, double from, double to) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        boolean log = ofX ? logX : logY;
        for (Shape shape : shapes) {
            for (double[] values : ofX ? new double[][] {shape.x()} : new double[][] {shape.low(), shape.high()}) {
                for (double value : values) {
                    if (Double.isFinite(value) && (!log || value > 0)) {
                        low = Math.min(low, value);
                        high = Math.max(high, value);
                    }
                }
            }
        }
        if (log) {
            double room = Math.max(Math.pow(high / low, 0.03), 1.01);
            return new Scale(low / room, high * room, 0, true, from, to);
        }
        return ofX ? Scale.exact(low - (high - low) * .02, high + (high - low) * .02, from, to)
            : Scale.round(low, high, 5, from, to);
    }

    private void axes(StringBuilder out, Scale x, Scale y) {
        List<Double> rows = y.ticks(5);
        for (double tick : rows) {
            out.append(Words.format("<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>"
                + "<text class=\"tick end\" x=\"%.1f\" y=\"%.1f\">%s</text>%n", LEFT, RIGHT, y.at(tick), y.at(tick),
                LEFT - 8, y.at(tick) + 4, label(tick, rows, logY)));
        }
        List<Double> columns = x.ticks(8);
        for (double tick : columns) {
            out.append(Words.format("<line class=\"axis\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>"
                + "<text class=\"tick mid\" x=\"%.1f\" y=\"%.1f\">%s</text>%n", x.at(tick), x.at(tick), BOTTOM,
                BOTTOM + 4, x.at(tick), BOTTOM + 18, label(tick, columns, logX)));
        }
        out.append(Words.format("<line class=\"axis\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>"
            + "<text class=\"tick end\" x=\"%.1f\" y=\"%d\">%s</text>%n", LEFT, RIGHT, BOTTOM, BOTTOM, RIGHT,
            HEIGHT - 6, Html.escape(xTitle)));
    }

    private static String label(double tick, List<Double> ticks, boolean log) {
        if (!log) {
            return Scale.label(tick, ticks);
        }
        if (tick < 1e4) {
            return Words.plain(tick);
        }
        return tick < 1e15 ? Words.count(tick) : Words.format("%.0e", tick).replace("e+", "e");
    }

    private static void draw(StringBuilder out, Shape shape, Scale x, Scale y) {
        int size = shape.x().length;
        if (shape.kind() == Kind.POINTS) {
            for (int i = 0; i < size; i++) {
                if (Double.isFinite(shape.low()[i])) {
                    out.append(Words.format("<circle style=\"fill:var(--%s);fill-opacity:.6\" cx=\"%.1f\" cy=\"%.1f\" "
                        + "r=\"3.2\">%s</circle>%n", shape.tone(), x.at(shape.x()[i]), y.at(shape.low()[i]),
                        i < shape.tips().size() ? "<title>" + Html.escape(shape.tips().get(i)) + "</title>" : ""));
                }
            }
            return;
        }
        if (shape.kind() == Kind.ARROW) {
            arrow(out, shape, x.at(shape.x()[0]), x.at(shape.x()[1]), y.at(shape.low()[0]));
            return;
        }
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < size; i++) {
            path.append(Words.format("%s%.1f %.1f", i == 0 ? "M" : "L", x.at(shape.x()[i]), y.at(shape.low()[i])));
        }
        if (shape.kind() == Kind.BAND) {
            for (int i = size - 1; i >= 0; i--) {
                path.append(Words.format("L%.1f %.1f", x.at(shape.x()[i]), y.at(shape.high()[i])));
            }
            out.append(Words.format("<path style=\"fill:var(--%s);fill-opacity:.16;stroke:none\" d=\"%sZ\"/>%n",
                shape.tone(), path));
        } else {
            out.append(Words.format("<path class=\"line %s\" d=\"%s\"/>%n", shape.tone(), path));
        }
    }

    private static void arrow(StringBuilder out, Shape shape, double from, double to, double y) {
        double back = to < from ? 8 : -8;
        out.append(Words.format("<path class=\"line %s\" d=\"M%.1f %.1fL%.1f %.1fm%.1f -5L%.1f %.1fl%.1f 5\"/>"
            + "<text class=\"label mid\" style=\"fill:var(--%s)\" x=\"%.1f\" y=\"%.1f\">%s</text>%n",
                shape.tone(), from, y,
            to, y, back, to, y, back, shape.tone(), (from + to) / 2, y - 10, Html.escape(shape.name())));
    }

    private void legend(StringBuilder out) {
        out.append("<text class=\"label\" x=\"0\" y=\"35\">");
        boolean first = true;
        for (Shape shape : shapes) {
            if (!shape.name().isEmpty() && shape.kind() != Kind.ARROW) {
                out.append(Words.format("<tspan%s style=\"fill:var(--%s)\">%s</tspan>", first ? "" : " dx=\"14\"",
                    shape.tone(), Html.escape(shape.name())));
                first = false;
            }
        }
        out.append("</text>\n");
    }
}
