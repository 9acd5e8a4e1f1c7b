package dev.longrun.risk;

/** How long the final run takes when nothing fails: FLOP over what the whole cluster does. */
public final class RunLength {

    private static final double DAY = 86_400;

    private RunLength() {
    }

    /**
     * Days, with the band of the utilisation.
     *
     * @param flop of the run, model FLOP
     * @param peakFlops of one accelerator, dense
     * @param mfu model FLOP utilisation, within (0, 1]
     */
    public static Spread days(double flop, double accelerators, double peakFlops, Spread mfu) {
        Check.positive("flop", flop);
        Check.positive("accelerators", accelerators);
        Check.positive("peakFlops", peakFlops);
        Check.between("mfu", mfu.quantile(0.001), 0.001, 1);
        Check.between("mfu", mfu.quantile(0.999), 0.001, 1);
        double fullSpeed = flop / (accelerators * peakFlops * DAY);
        return new Spread.Reciprocal(mfu, fullSpeed);
    }
}
