package dev.longrun.risk;

import java.util.SplittableRandom;

/**
 * Points that fill a cube more evenly than random ones: a rank-1 lattice of 2^m points, frac(i z / n), each copy
 * shifted by its own random vector, so that the copies differ only by chance and their spread is an honest error.
 * The vector z is the order-2 rule for up to 2^20 points of Cools, Kuo and Nuyens, Constructing embedded lattice
 * rules for multivariate integration, SIAM J. Sci. Comput. 28 (2006).
 */
final class Lattice {

    private static final int[] VECTOR = {1, 182667, 469891, 498753, 110745, 446247, 250185, 118627, 245333, 283199,
        408519, 391023, 246327, 126539, 399185, 461527, 300343, 69681, 516695, 436179, 106383, 238523, 413283, 70841,
        47719, 300129, 113029, 123925, 410745, 211325, 17489, 511893, 40767};

    private final int points;
    private final double[] shift;

    /** One copy; {@code copy} chooses its shift. */
    Lattice(int points, int dimensions, long seed, int copy) {
        if (Integer.bitCount(points) != 1 || points > 1 << 20) {
            throw new RiskException("points: " + points + " should be a power of two, at most 1048576");
        }
        Check.between("dimensions", dimensions, 1, VECTOR.length);
        this.points = points;
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + copy);
        shift = random.doubles(dimensions).toArray();
    }

    /** Fills in point {@code i}; every coordinate is above 0 and below 1. */
    void point(int i, double[] to) {
        for (int d = 0; d < to.length; d++) {
            double x = (double) ((long) i * VECTOR[d] % points) / points + shift[d];
            to[d] = Math.clamp(x - Math.floor(x), 1e-12, 1 - 1e-12);
        }
    }
}
