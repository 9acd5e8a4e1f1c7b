package dev.longrun.risk;

/**
 * The share of the time in which training goes forward: not written to disk, not repeated, not restarted.
 *
 * <p>Daly's complete form (FGCS 22, 2006): where failures come at random every M seconds and strike restarts too, tau
 * seconds of work and the w seconds of their checkpoint take M e^(R/M) (e^((tau + w)/M) - 1) on average. A checkpoint
 * written behind training is of use only once it is in place: a failure before that costs the work since the one
 * before, on average the time of writing, which is added to R.
 */
public final class EffectiveTime {

    private EffectiveTime() {
    }

    /** The share, by Daly's complete form. */
    public static double share(double mttfSeconds, double restartSeconds, CheckpointWrite write,
        double intervalSeconds) {
        Check.positive("mttfSeconds", mttfSeconds);
        Check.notNegative("restartSeconds", restartSeconds);
        Check.positive("intervalSeconds", intervalSeconds);
        double behind = write.writeSeconds() - write.stallSeconds();
        double period = intervalSeconds + write.stallSeconds();
        return intervalSeconds / (mttfSeconds * Math.exp((restartSeconds + behind) / mttfSeconds)
            * Math.expm1(period / mttfSeconds));
    }

    /**
     * Meta's closed form for small losses (arXiv 2410.21680): E[ETTR] = (1 - (u0 + dt/2) / M) / (1 + w / dt), with M
     * = 1 / (N r). Kept to hold the other one against.
     */
    public static double meta(double mttfSeconds, double restartSeconds, double stallSeconds, double intervalSeconds) {
        return (1 - (restartSeconds + intervalSeconds / 2) / mttfSeconds) / (1 + stallSeconds / intervalSeconds);
    }
}
