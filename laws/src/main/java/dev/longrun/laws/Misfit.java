package dev.longrun.laws;

/**
 * What a fit makes least: the sum over points of Huber's function of the residual, r^2/2 up to {@code delta} and
 * delta (|r| - delta/2) beyond it, so that a stray point pulls no harder than delta.
 *
 * @param delta where squares turn into a straight line; infinite for plain least squares
 * @param logarithmic whether the residual is ln(forecast) - ln(loss), else forecast - loss
 */
public record Misfit(double delta, boolean logarithmic) {

    /** Hoffmann et al. (arXiv 2203.15556), approach 3: Huber with delta 1e-3 of logarithms, summed. */
    public static final Misfit HUBER = new Misfit(1e-3, true);

    /** Plain least squares of the loss, as Gadre et al. (arXiv 2403.08540) fit. */
    public static final Misfit SQUARES = new Misfit(Double.POSITIVE_INFINITY, false);

    /** What a residual costs. */
    public double of(double residual) {
        double size = Math.abs(residual);
        return size <= delta ? residual * residual / 2 : delta * (size - delta / 2);
    }

    /** The derivative of {@link #of}. */
    double slope(double residual) {
        return Math.abs(residual) <= delta ? residual : Math.copySign(delta, residual);
    }

    /** The residual of a forecast. */
    double residual(double forecast, double loss) {
        return logarithmic ? Math.log(forecast / loss) : forecast - loss;
    }
}
