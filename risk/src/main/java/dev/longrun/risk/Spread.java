package dev.longrun.risk;

import java.util.List;

/**
 * What is known of a quantity that is not certain: a distribution given by its quantiles, so that quasi-random points
 * can drive it, and the source of its figures.
 */
public sealed interface Spread {

    /** The share of the probability between the two quantiles that {@link #between} takes. */
    double BAND = 0.8;

    /** The value with a share {@code p} of the probability at or below it; {@code p} 0 and 1 give the bounds. */
    double quantile(double p);

    /** Where the figures come from. */
    String source();

    /** A lognormal with 10 % below {@code low} and 10 % above {@code high}. */
    static Spread between(double low, double high, String source) {
        Check.positive("low", low);
        Check.between("high", high, low, Double.MAX_VALUE);
        double sigma = Math.log(high / low) / (2 * Normal.quantile((1 + BAND) / 2));
        return sigma == 0 ? new Fixed(low, source) : new LogNormal(Math.sqrt(low * high), sigma, source);
    }

    /** One value. */
    record Fixed(double value, String source) implements Spread {

        /** Checks. */
        public Fixed {
            Check.between("value", value, -Double.MAX_VALUE, Double.MAX_VALUE);
            Check.source("value", source);
        }

        @Override
        public double quantile(double p) {
            return value;
        }
    }

    /** Everything between two bounds alike. */
    record Uniform(double low, double high, String source) implements Spread {

        /** Checks. */
        public Uniform {
            Check.between("high", high, low, Double.MAX_VALUE);
            Check.source("uniform", source);
        }

        @Override
        public double quantile(double p) {
            return low + p * (high - low);
        }
    }

    /** Bounds and the likeliest value. */
    record Triangular(double low, double mode, double high, String source) implements Spread {

        /** Checks. */
        public Triangular {
            Check.between("high", high, low, Double.MAX_VALUE);
            Check.between("mode", mode, low, high);
            Check.source("triangular", source);
        }

        @Override
        public double quantile(double p) {
            double left = high > low ? (mode - low) / (high - low) : 1;
            return p <= left ? low + Math.sqrt(p * (high - low) * (mode - low))
                : high - Math.sqrt((1 - p) * (high - low) * (high - mode));
        }
    }

    /** A quantity made of many factors; {@code sigma} is that of its natural logarithm. */
    record LogNormal(double median, double sigma, String source) implements Spread {

        /** Checks. */
        public LogNormal {
            Check.positive("median", median);
            Check.between("sigma", sigma, 0, 10);
            Check.source("lognormal", source);
        }

        @Override
        public double quantile(double p) {
            return median * StrictMath.exp(sigma * Normal.quantile(p));
        }
    }

    /** Values seen, each as likely, straight lines between them. */
    record Empirical(List<Double> values, String source) implements Spread {

        /** Sorts. */
        public Empirical {
            values = values.stream().sorted().toList();
            if (values.isEmpty()) {
                throw new RiskException("values: needs at least one");
            }
            values.forEach(value -> Check.between("values", value, -Double.MAX_VALUE, Double.MAX_VALUE));
            Check.source("values", source);
        }

        @Override
        public double quantile(double p) {
            double at = p * (values.size() - 1);
            int below = (int) Math.min(at, Math.max(0, values.size() - 2));
            double next = values.get(Math.min(below + 1, values.size() - 1));
            return values.get(below) + (at - below) * (next - values.get(below));
        }
    }

    /** Another one times a factor. */
    record Scaled(Spread of, double factor) implements Spread {

        /** Checks. */
        public Scaled {
            Check.positive("factor", factor);
        }

        @Override
        public double quantile(double p) {
            return of.quantile(p) * factor;
        }

        @Override
        public String source() {
            return of.source();
        }
    }

    /** A constant over another one, as time is work over speed. */
    record Reciprocal(Spread of, double constant) implements Spread {

        @Override
        public double quantile(double p) {
            return constant / of.quantile(1 - p);
        }

        @Override
        public String source() {
            return of.source();
        }
    }

    /** Nothing, except with a chance; then {@code then}. */
    record Sometimes(double chance, Spread then) implements Spread {

        /** Checks. */
        public Sometimes {
            Check.share("chance", chance);
            Check.notNegative("then", then.quantile(0));
        }

        @Override
        public double quantile(double p) {
            return p <= 1 - chance ? 0 : then.quantile((p - (1 - chance)) / chance);
        }

        @Override
        public String source() {
            return then.source();
        }
    }

    /** Values up to {@code knee} as the body has them, above it a Pareto tail; see {@link PromisePrior}. */
    record HeavyTail(Spread body, double knee, double tailShare, double exponent) implements Spread {

        /** Checks. */
        public HeavyTail {
            Check.between("tailShare", tailShare, 0, 0.999);
            Check.positive("knee", knee);
            Check.positive("exponent", exponent);
        }

        @Override
        public double quantile(double p) {
            return p < 1 - tailShare ? Math.min(knee, body.quantile(p))
                : knee * Math.pow((1 - p) / tailShare, -1 / exponent);
        }

        @Override
        public String source() {
            return body.source();
        }
    }
}
