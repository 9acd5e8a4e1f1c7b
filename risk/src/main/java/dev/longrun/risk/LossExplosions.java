package dev.longrun.risk;

/**
 * The loss runs away, somebody notices, and training goes back to a checkpoint before it. OPT-175B's learning rate
 * was lowered by hand several times for it (facebookresearch/metaseq, projects/OPT/chronicles).
 *
 * @param perDay how often, a day of training
 * @param hoursLost work thrown away and time to decide, each time
 */
public record LossExplosions(double perDay, double hoursLost) {

    /** A loss that falls. */
    public static final LossExplosions NONE = new LossExplosions(0, 0);

    /** Checks. */
    public LossExplosions {
        Check.notNegative("perDay", perDay);
        Check.notNegative("hoursLost", hoursLost);
    }

    /** The share of training time that counts in the end. */
    public double kept() {
        return 1 / (1 + perDay * hoursLost / 24);
    }
}
