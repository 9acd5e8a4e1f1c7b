package dev.longrun.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void theNormalDistributionBothWays() {
        assertEquals(1.959963984540054, Normal.quantile(0.975), 1e-8);
        assertEquals(0.8413447460685429, Normal.below(1), 1e-14);
        assertEquals(9.8659e-10, Normal.below(-6), 1e-13);
        assertEquals(1.2798e-12, Normal.below(-7), 1e-15);
        for (double p = 0.0005; p < 1; p += 0.0005) {
            assertEquals(p, Normal.below(Normal.quantile(p)), 3e-9);
        }
    }

    @Test
    void quantilesRiseAndKeepTheirBounds() {
        List<Spread> all = List.of(new Spread.Fixed(3, "t"), new Spread.Uniform(1, 5, "t"),
            new Spread.Triangular(1, 2, 7, "t"), new Spread.Triangular(1, 1, 1, "t"), Spread.between(2, 9, "t"),
            new Spread.Empirical(List.of(3.0, 1.0, 2.0, 10.0), "t"), new Spread.Empirical(List.of(4.0), "t"),
            new Spread.Sometimes(0.3, new Spread.Uniform(1, 2, "t")), new Spread.Scaled(Spread.between(2, 9, "t"), 3),
            new Spread.Reciprocal(new Spread.Uniform(0.3, 0.5, "t"), 10), PromisePrior.known(July2024.DAY).ratio());
        for (Spread spread : all) {
            double before = spread.quantile(0);
            for (double p = 0; p < 1; p += 0.001) {
                assertTrue(spread.quantile(p) >= before - 1e-12, spread + " at " + p);
                before = spread.quantile(p);
            }
            assertTrue(spread.quantile(1) >= before);
        }
        assertEquals(2, Spread.between(2, 9, "t").quantile(0.1), 1e-7);
        assertEquals(9, Spread.between(2, 9, "t").quantile(0.9), 1e-6);
        assertEquals(2, new Spread.Triangular(1, 2, 7, "t").quantile(1.0 / 6), 1e-12);
        assertEquals(0, new Spread.Sometimes(0.3, new Spread.Uniform(1, 2, "t")).quantile(0.7));
        assertEquals(1.5, new Spread.Sometimes(0.3, new Spread.Uniform(1, 2, "t")).quantile(0.85), 1e-12);
        assertEquals(2.5, new Spread.Empirical(List.of(3.0, 1.0, 2.0, 10.0), "t").quantile(0.5), 1e-12);
    }

    @Test
    void thePriorIsThePublishedFigures() {
        Spread ratio = PromisePrior.known(July2024.DAY).ratio();
        assertEquals(1, ratio.quantile(0.085), 1e-7);
        assertEquals(1.5, ratio.quantile(0.82), 1e-7);
        // The mean of the tail, by its own quantile function: integral of 1.5 v^(-1/a) over v, a = 5.47 / 3.97.
        double sum = 0;
        int n = 2_000_000;
        for (int i = 0; i < n; i++) {
            sum += ratio.quantile(0.82 + 0.18 * (i + 0.5) / n);
        }
        assertEquals(5.47, sum / n, 0.1); // the heaviest draws of a tail without variance are missing in any sum
    }
}
