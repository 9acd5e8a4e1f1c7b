package dev.longrun.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LossLawTest {
    private final LossLaw law = LossPrior.law("chinchilla-2024");

    @Test
    void chinchillaOptimumAtItsBudget() {
        double n = law.bestSize(5.76e23);
        double d = 5.76e23 / (6 * n);
        assertEquals(1.974, law.loss(n, d), 0.001);
        assertEquals(73e9, n, 1.5e9);
        assertEquals(18, d / n, 1);
    }

    @Test
    void theOptimumIsBetterThanItsNeighbours() {
        double n = law.bestSize(1e21);
        double best = law.loss(n, 1e21 / 6 / n);
        assertTrue(best < law.loss(n * 1.1, 1e21 / 6 / n / 1.1));
        assertTrue(best < law.loss(n / 1.1, 1e21 / 6 / n * 1.1));
    }

    @Test
    void bandGrowsOutsideTheRangeAndForOtherText() {
        LossPrior inside = LossPrior.nearest(List.of("web"), 1e9, 20e9 * 4.3);
        LossPrior outside = LossPrior.nearest(List.of("web"), 1e12, 20e12 * 4.3);
        assertEquals("chinchilla-2024", inside.law().name());
        assertTrue(outside.band() > inside.band() + 0.1, outside.reasons().toString());
        assertEquals(3, outside.reasons().size());
        LossPrior small = LossPrior.nearest(List.of("jdk"), 1e6, 60e6);
        LossPrior other = LossPrior.nearest(List.of("novels"), 1e6, 60e6);
        assertEquals("jdk-small", small.law().name());
        assertTrue(other.band() > small.band());
    }

    @Test
    void everyLawOfTheDataFileIsSound() {
        for (LossLaw each : LossPrior.laws()) {
            double middleN = Math.sqrt(each.smallestN() * each.largestN());
            double middleD = Math.sqrt(each.smallestD() * each.largestD());
            double loss = each.loss(middleN, middleD);
            assertTrue(loss > each.e() && loss < 8, each.name());
            assertTrue(each.loss(middleN * 2, middleD * 2) < loss, each.name());
            assertTrue(each.band() > 0 && each.band() < 0.5, each.name());
            assertTrue(each.date().matches("20\\d\\d-\\d\\d-\\d\\d"), each.name());
        }
    }
}
