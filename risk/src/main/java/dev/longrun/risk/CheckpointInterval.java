package dev.longrun.risk;

/**
 * How long to work between two checkpoints that stop training for w seconds, where failures come every M seconds.
 * J. T. Daly, A higher order estimate of the optimum checkpoint interval for restart dumps, FGCS 22 (2006); the last
 * by arXiv 2410.18124.
 */
public final class CheckpointInterval {

    private CheckpointInterval() {
    }

    /** First order: sqrt(2 w M) - w. */
    public static double firstOrder(double stallSeconds, double mttfSeconds) {
        return Math.sqrt(2 * stallSeconds * mttfSeconds) - stallSeconds;
    }

    /** Higher order: sqrt(2 w M) (1 + sqrt(w / 2M) / 3 + (w / 2M) / 9) - w; M where w is 2 M or more. */
    public static double daly(double stallSeconds, double mttfSeconds) {
        double part = stallSeconds / (2 * mttfSeconds);
        return part >= 1 ? mttfSeconds
            : Math.sqrt(2 * stallSeconds * mttfSeconds) * (1 + Math.sqrt(part) / 3 + part / 9) - stallSeconds;
    }

    /**
     * What maximises (T - w) / (T + (u0 + T/2) T / M), the availability to first order: T = w + sqrt(2 (M + u0) w +
     * w^2) is the period, and this its working part T - w.
     */
    public static double mostAvailable(double stallSeconds, double mttfSeconds, double restartSeconds) {
        return Math.sqrt(2 * (mttfSeconds + restartSeconds) * stallSeconds + stallSeconds * stallSeconds);
    }

    /** The interval to use: Daly's, and no shorter than the writing of the checkpoint before takes. */
    public static double chosen(CheckpointWrite write, double mttfSeconds) {
        return Math.max(Math.max(daly(write.stallSeconds(), mttfSeconds), write.writeSeconds()), 1);
    }
}
