package dev.longrun.risk;

/** The standard normal distribution. */
public final class Normal {

    private static final double[] A = {-3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
        1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00};
    private static final double[] B = {-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
        6.680131188771972e+01, -1.328068155288572e+01, 1};
    private static final double[] C = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
        -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00};
    private static final double[] D = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
        3.754408661907416e+00, 1};
    private static final double TAIL = 0.02425;

    private Normal() {
    }

    /** P(X <= x): Marsaglia's series (Evaluating the normal distribution, 2004); beyond 6, Mills' ratio. */
    public static double below(double x) {
        if (Math.abs(x) > 6) {
            double tail = density(x) / (Math.abs(x) + 1 / (Math.abs(x) + 2 / (Math.abs(x) + 3 / Math.abs(x))));
            return x < 0 ? tail : 1 - tail;
        }
        double sum = x;
        double term = x;
        for (int i = 3; Math.abs(term) > Math.ulp(sum) / 4; i += 2) {
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * density(x);
    }

    static double density(double x) {
        return StrictMath.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /** The value with a share {@code p} below it, by Acklam's rational approximation (relative error 1.2e-9). */
    static double quantile(double p) {
        if (p <= 0 || p >= 1) {
            return p <= 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (p < TAIL || p > 1 - TAIL) {
            double q = Math.sqrt(-2 * StrictMath.log(Math.min(p, 1 - p)));
            double x = polynomial(C, q) / polynomial(D, q);
            return p < TAIL ? x : -x;
        }
        double q = p - 0.5;
        return q * polynomial(A, q * q) / polynomial(B, q * q);
    }

    private static double polynomial(double[] coefficients, double x) {
        double sum = 0;
        for (double c : coefficients) {
            sum = sum * x + c;
        }
        return sum;
    }
}
