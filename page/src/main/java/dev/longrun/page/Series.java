package dev.longrun.page;

import java.util.Arrays;

/**
 * A curve or a set of points.
 *
 * @param name its direct label; empty for none
 * @param tone the style sheet's class that colours it
 * @param x ascending
 * @param y as many; a value that is not finite leaves a gap
 */
public record Series(String name, String tone, Kind kind, double[] x, double[] y) {

    /** How it is drawn. */
    public enum Kind {
        /** A line. */
        LINE,
        /** A thin pale line behind the others: what a smoothed one was made of. */
        FAINT,
        /** A dashed line: what was expected. */
        DASHED,
        /** Points joined by a line. */
        POINTS
    }

    public int size() {
        return x.length;
    }

    /** The same with at most {@code most} points: of each bucket the least and the greatest, so no spike is lost. */
    public Series thinned(int most) {
        if (size() <= most) {
            return this;
        }
        int buckets = most / 2;
        double[] xs = new double[2 * buckets];
        double[] ys = new double[2 * buckets];
        int count = 0;
        for (int b = 0; b < buckets; b++) {
            int start = (int) ((long) size() * b / buckets);
            int end = (int) ((long) size() * (b + 1) / buckets);
            int least = start;
            int greatest = start;
            for (int i = start; i < end; i++) {
                least = y[i] < y[least] || Double.isNaN(y[least]) ? i : least;
                greatest = y[i] > y[greatest] || Double.isNaN(y[greatest]) ? i : greatest;
            }
            int first = Math.min(least, greatest);
            int second = Math.max(least, greatest);
            xs[count] = x[first];
            ys[count++] = y[first];
            if (second != first) {
                xs[count] = x[second];
                ys[count++] = y[second];
            }
        }
        return new Series(name, tone, kind, Arrays.copyOf(xs, count), Arrays.copyOf(ys, count));
    }

    /**
     * An exponential mean over about {@code window} values, free of a bias towards its start; there, where a run
     * falls steeply, it looks back less, so as not to lag.
     */
    public static double[] smoothed(double[] values, double window) {
        double[] smooth = new double[values.length];
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < values.length; i++) {
            double keep = Math.exp(-1 / Math.max(Math.min(window, i / 8.0), 1e-9));
            if (Double.isFinite(values[i])) {
                sum = keep * sum + (1 - keep) * values[i];
                weight = keep * weight + (1 - keep);
            }
            smooth[i] = weight > 0 ? sum / weight : Double.NaN;
        }
        return smooth;
    }
}
