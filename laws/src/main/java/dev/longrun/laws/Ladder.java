package dev.longrun.laws;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Runs of one recipe at several sizes.
 *
 * @param label how it is named in messages
 * @param counting how N is counted, in words; empty where nobody said
 * @param unit of the loss, in words
 * @param notes what was understood of the file, and what looks wrong with it, a line each
 */
public record Ladder(String label, List<Point> points, String counting, String unit, List<String> notes) {

    /** Points alone. */
    public static Ladder of(List<Point> points) {
        return new Ladder("ladder", List.copyOf(points), "", "", List.of());
    }

    /** The same with other points. */
    public Ladder with(List<Point> others) {
        return new Ladder(label, List.copyOf(others), counting, unit, notes);
    }

    /** FLOP for each parameter and token: 6, unless the ladder's own columns say otherwise throughout. */
    public double flopPerParameterAndToken() {
        double[] ratios = points.stream().mapToDouble(at -> at.flop() / at.n() / at.d()).filter(Double::isFinite)
            .sorted().toArray();
        double middle = ratios.length == 0 ? Point.FLOP_PER_PARAMETER_AND_TOKEN : ratios[ratios.length / 2];
        return Math.abs(middle / Point.FLOP_PER_PARAMETER_AND_TOKEN - 1) < 0.05 ? Point.FLOP_PER_PARAMETER_AND_TOKEN
            : middle;
    }

    /** The training FLOP of a point, of N and D where it does not say. */
    public double flop(Point at) {
        return Double.isNaN(at.flop()) ? flopPerParameterAndToken() * at.n() * at.d() : at.flop();
    }

    /** The greatest of something. */
    double most(ToDoubleFunction<Point> of) {
        return points.stream().mapToDouble(of).max().orElse(Double.NaN);
    }

    /** The least of something. */
    double least(ToDoubleFunction<Point> of) {
        return points.stream().mapToDouble(of).min().orElse(Double.NaN);
    }

    double[] losses() {
        return points.stream().mapToDouble(Point::loss).toArray();
    }
}
