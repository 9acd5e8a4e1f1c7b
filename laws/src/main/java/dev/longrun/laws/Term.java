package dev.longrun.laws;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One addend of a law, exp(ln factor + sum of exponent x(point)): a power law in whatever x are the logarithms of.
 *
 * @param coefficient which parameter is the factor
 * @param slopes the exponents
 */
record Term(int coefficient, List<Slope> slopes) {

    /** An exponent: which parameter, and what it multiplies. */
    record Slope(int parameter, ToDoubleFunction<Point> of) {
    }

    /** A constant. */
    static Term constant(int coefficient) {
        return new Term(coefficient, List.of());
    }

    /** A factor times a power. */
    static Term power(int coefficient, int exponent, ToDoubleFunction<Point> of) {
        return new Term(coefficient, List.of(new Slope(exponent, of)));
    }
}
