package dev.longrun.cluster;

/**
 * The 80 % band of a step time, as factors on it. Independent sources of doubt add in squares: what no model of a step
 * sees (a code's age, a cluster's state), and beside it what makes a case harder. Each is a standard deviation of the
 * logarithm.
 *
 * @param low factor
 * @param high factor
 */
public record StepBand(double low, double high) {

    /** Of the normal distribution, 80 % lie within this many deviations. */
    private static final double Z80 = 1.2816;
    private static final double BASE = 0.05;
    private static final double UNPUBLISHED = 0.02;
    private static final double NARROW = 0.05;
    private static final double MIXTURE = 0.21;
    private static final double UNCALIBRATED = 0.15;
    private static final double STAGED_FABRIC = 0.03;
    private static final double DOUBLING = 0.004;

    /** Of a job; {@code guessed} where micro-batch or interleaving are chosen rather than known. */
    public static StepBand of(Job job, boolean guessed) {
        double doublings = Math.max(0, Math.log(job.layout().accelerators() / 8.0) / Math.log(2));
        double variance = square(BASE) + square(DOUBLING * doublings);
        variance += guessed ? square(UNPUBLISHED) : 0;
        variance += job.precision().narrow() ? square(NARROW) : 0;
        variance += job.model().experts().isPresent() ? square(MIXTURE) : 0;
        variance += ChipRates.of(job.chip()).calibrated() ? 0 : square(UNCALIBRATED);
        variance += job.network().achieved() < Achieved.SHIPPED.networkShare() ? square(STAGED_FABRIC) : 0;
        double width = Z80 * Math.sqrt(variance);
        return new StepBand(Math.exp(-width), Math.exp(width));
    }

    private static double square(double value) {
        return value * value;
    }
}
