package dev.longrun.laws;

/**
 * A loss foretold.
 *
 * @param at the run
 * @param loss the law's
 * @param band where the loss lies with 80 % probability
 * @param decades powers of ten of compute beyond the largest run fitted on; 0 within
 * @param parts what the band is made of
 */
public record Forecast(Point at, double loss, Interval band, double decades, Parts parts) {

    /** Relative half widths at 80 %: of single runs, of the fit, of the form, of the way beyond the ladder. */
    public record Parts(double scatter, double bootstrap, double form, double way) {
    }

    /** Relative half width of the band, upwards. */
    public double halfWidth() {
        return band.high() / loss - 1;
    }
}
