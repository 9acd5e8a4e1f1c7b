package dev.longrun.laws;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Runs far off the law that would lie near it if one of their numbers were a thousand times larger or smaller: most
 * likely a unit mixed up, which no range check sees where a ladder spans several powers of ten.
 */
final class Suspects {

    private static final double FAR = 15; // median errors
    private static final double LEAST_ERROR = 0.05;
    private static final double NEAR = 3; // median errors, or as many per cent
    private static final double MIX_UP = 1000;

    private Suspects() {
    }

    /** A warning for each. */
    static List<String> of(Fit fit) {
        List<Point> points = fit.ladder().points();
        double[] errors = points.stream().mapToDouble(at -> error(fit, at)).toArray();
        double[] sorted = errors.clone();
        Arrays.sort(sorted);
        double middle = sorted[sorted.length / 2];
        double far = Math.max(LEAST_ERROR, FAR * middle);
        double near = NEAR * Math.max(middle, 0.01);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < errors.length; i++) {
            Point at = points.get(i);
            if (errors[i] > far && at.line() > 0) {
                for (double factor : new double[] {MIX_UP, 1 / MIX_UP}) {
                    String times = factor > 1 ? "1,000 times more" : "a thousandth";
                    add(lines, fit, at, near, "N", times, p -> new Point(p.line(), p.n() * factor, p.d(), p.flop(),
                        p.unique(), p.experts(), p.loss()));
                    add(lines, fit, at, near, "D", times, p -> new Point(p.line(), p.n(), p.d() * factor, p.flop(),
                        p.unique() * factor, p.experts(), p.loss()));
                    add(lines, fit, at, near, "C", times, p -> new Point(p.line(), p.n(), p.d(), p.flop() * factor,
                        p.unique(), p.experts(), p.loss()));
                }
            }
        }
        return lines;
    }

    private static void add(List<String> lines, Fit fit, Point at, double near, String what, String times,
        UnaryOperator<Point> changed) {
        if (error(fit, changed.apply(at)) < near) {
            lines.add("warning: line " + at.line() + ": far off the law, and near it if " + what + " were " + times
                + "; a unit mixed up?");
        }
    }

    private static double error(Fit fit, Point at) {
        return Math.abs(Math.log(fit.loss(at) / at.loss()));
    }
}
