package dev.longrun.laws;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Approach 2 of Hoffmann et al. (arXiv 2203.15556): at each level of compute the least of a parabola of the loss in ln
 * N, and a straight line through those. It needs no law, and is biased where the window is wide (arXiv 2603.22339).
 *
 * @param levels the optima, by compute
 * @param exponent a of N ~ C^a
 * @param factor N at C = 1
 */
public record IsoFlop(List<Level> levels, double exponent, double factor) {

    /** What counts for the parabola: losses within 3 % of the level's least. */
    private static final double WINDOW = 1.03;
    static final double SAME_LEVEL = 0.12; // of ln C; budgets are met to some percent only

    /** One level of compute: the best N, the loss there, and how many runs had a say. */
    public record Level(double flop, double parameters, double loss, int runs) {
    }

    /** The optimum of each level with three runs or more around its least, and the line, if there are two of them. */
    public static IsoFlop of(Ladder ladder) {
        TreeMap<Double, List<Point>> byFlop = new TreeMap<>();
        ladder.points().stream().sorted((x, y) -> Double.compare(ladder.flop(x), ladder.flop(y))).forEach(at -> {
            double flop = ladder.flop(at);
            Map.Entry<Double, List<Point>> last = byFlop.floorEntry(flop);
            if (last != null && Math.log(flop / last.getKey()) < SAME_LEVEL) {
                last.getValue().add(at);
            } else {
                byFlop.computeIfAbsent(flop, _ -> new ArrayList<>()).add(at);
            }
        });
        List<Level> levels = new ArrayList<>();
        byFlop.forEach((flop, points) -> level(flop, points, levels));
        double[] line = line(levels, level -> Math.log(level.flop()), level -> Math.log(level.parameters()));
        return new IsoFlop(List.copyOf(levels), line[1], Math.exp(line[0]));
    }

    private static void level(double flop, List<Point> points, List<Level> levels) {
        double least = points.stream().mapToDouble(Point::loss).min().orElseThrow();
        List<Point> near = points.stream().filter(at -> at.loss() <= least * WINDOW && at.n() > 0)
            .collect(Collectors.toList());
        double mean = near.stream().mapToDouble(at -> Math.log(at.n())).average().orElse(0);
        double[][] normal = new double[3][4];
        for (Point at : near) {
            double x = Math.log(at.n()) - mean;
            double[] row = {1, x, x * x, at.loss()};
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 4; j++) {
                    normal[i][j] += row[i] * row[j];
                }
            }
        }
        if (near.stream().map(Point::n).distinct().count() < 3) {
            return;
        }
        double[] c = solved(normal);
        double lowest = Math.exp(mean - c[1] / (2 * c[2]));
        double from = near.stream().mapToDouble(Point::n).min().orElseThrow();
        double to = near.stream().mapToDouble(Point::n).max().orElseThrow();
        // An optimum outside what was run is an extrapolation of a parabola, and worth nothing.
        if (c[2] > 0 && lowest >= from && lowest <= to) {
            levels.add(new Level(flop, lowest, c[0] - c[1] * c[1] / (4 * c[2]), near.size()));
        }
    }

    private static double[] solved(double[][] m) {
        for (int i = 0; i < 3; i++) {
            for (int j = i + 1; j < 3; j++) {
                double by = m[j][i] / m[i][i];
                for (int k = i; k < 4; k++) {
                    m[j][k] -= by * m[i][k];
                }
            }
        }
        double[] c = new double[3];
        for (int i = 2; i >= 0; i--) {
            double sum = m[i][3];
            for (int k = i + 1; k < 3; k++) {
                sum -= m[i][k] * c[k];
            }
            c[i] = sum / m[i][i];
        }
        return c;
    }

    /** Intercept and slope by least squares; NaN for fewer than two. */
    static <T> double[] line(List<T> all, ToDoubleFunction<T> x, ToDoubleFunction<T> y) {
        double meanX = all.stream().mapToDouble(x).average().orElse(Double.NaN);
        double meanY = all.stream().mapToDouble(y).average().orElse(Double.NaN);
        double xx = 0;
        double xy = 0;
        for (T each : all) {
            double dx = x.applyAsDouble(each) - meanX;
            xx += dx * dx;
            xy += dx * (y.applyAsDouble(each) - meanY);
        }
        double slope = all.size() < 2 ? Double.NaN : xy / xx;
        return new double[] {meanY - slope * meanX, slope};
    }
}
