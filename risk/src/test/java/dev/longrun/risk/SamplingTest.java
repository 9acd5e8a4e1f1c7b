package dev.longrun.risk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class SamplingTest {

    /** Smooth, of mean 1 in every dimension. */
    private static double product(double[] u) {
        double product = 1;
        for (int d = 0; d < u.length; d++) {
            product *= 1 + (u[d] - 0.5) / (d + 1);
        }
        return product;
    }

    @Test
    void theSameBitsForEveryCountOfThreads() {
        double[][] one = new Sampling(4, 4096, 7, 1).values(12, SamplingTest::product);
        double[][] five = new Sampling(4, 4096, 7, 5).values(12, SamplingTest::product);
        double[][] otherSeed = new Sampling(4, 4096, 8, 1).values(12, SamplingTest::product);
        for (int c = 0; c < 4; c++) {
            assertArrayEquals(one[c], five[c]);
        }
        assertTrue(one[0][1] != otherSeed[0][1] && one[0][1] != one[1][1]);
    }

    @Test
    void latticeBeatsChance() {
        // Errors of a smooth mean over 4,096 points: chance has sd / sqrt(n), about 0.005 here.
        double worst = 0;
        double random = 0;
        SplittableRandom chance = new SplittableRandom(3);
        double[][] values = new Sampling(8, 4096, 1, 1).values(24, SamplingTest::product);
        for (double[] copy : values) {
            worst = Math.max(worst, Math.abs(mean(copy) - 1));
            double sum = 0;
            for (int i = 0; i < 4096; i++) {
                sum += product(chance.doubles(24).toArray());
            }
            random += Math.abs(sum / 4096 - 1) / 8;
        }
        assertTrue(worst < random / 3, worst + " against " + random);
    }

    @Test
    void everyCoordinateIsEven() {
        Lattice lattice = new Lattice(1024, 24, 5, 0);
        int[][] counts = new int[24][16];
        double[] u = new double[24];
        for (int i = 0; i < 1024; i++) {
            lattice.point(i, u);
            for (int d = 0; d < 24; d++) {
                counts[d][(int) (u[d] * 16)]++;
            }
        }
        for (int[] dimension : counts) {
            for (int count : dimension) {
                assertEquals(64, count, 1); // a shifted grid of 1,024 in 16 boxes
            }
        }
    }

    @Test
    void varianceSharesOfASumAreKnown() {
        double[] weights = {1, 2, 3, 0};
        VarianceShares sum = shares(4, u -> u[0] + 2 * u[1] + 3 * u[2]);
        double total = 14.0;
        for (int d = 0; d < 4; d++) {
            assertEquals(weights[d] * weights[d] / total, sum.first()[d], 0.01);
            assertEquals(weights[d] * weights[d] / total, sum.total()[d], 0.01);
        }
        assertEquals(14.0 / 12, sum.variance(), 0.002);
    }

    @Test
    void varianceSharesOfIshigamisFunctionAreKnown() {
        // sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1 on (-pi, pi): first .3139, .4424, 0; total .5576, .4424, .2437.
        VarianceShares shares = shares(3, u -> {
            double[] x = {Math.PI * (2 * u[0] - 1), Math.PI * (2 * u[1] - 1), Math.PI * (2 * u[2] - 1)};
            return Math.sin(x[0]) + 7 * Math.pow(Math.sin(x[1]), 2) + 0.1 * Math.pow(x[2], 4) * Math.sin(x[0]);
        });
        assertArrayEquals(new double[] {0.3139, 0.4424, 0}, shares.first(), 0.01);
        assertArrayEquals(new double[] {0.5576, 0.4424, 0.2437}, shares.total(), 0.01);
    }

    @Test
    void aFailureInAThreadIsThrown() {
        assertEquals("no", assertThrows(RiskException.class, () -> new Sampling(2, 4096, 1, 3).values(2, _ -> {
            throw new RiskException("no");
        })).getMessage());
    }

    private static VarianceShares shares(int dimensions, ToDoubleFunction<double[]> function) {
        return VarianceShares.of(dimensions, function, new Sampling(8, 4096, 1, 2));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
