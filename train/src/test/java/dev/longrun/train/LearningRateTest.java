package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.run.Recipe;
import org.junit.jupiter.api.Test;

class LearningRateTest {

    @Test
    void wsdWarmsUpStaysAndFallsAsOneMinusRoot() {
        LearningRate rate = new LearningRate(1, 10, 25, 100, 0, Recipe.RateSchedule.WSD);
        assertEquals(0.1, rate.at(1), 1e-15);
        assertEquals(1, rate.at(10), 0);
        assertEquals(1, rate.at(75), 0);
        assertEquals(1 - Math.sqrt(1 / 25.0), rate.at(76), 1e-15);
        assertEquals(0.5, rate.at(75 + 25 / 4) + (Math.sqrt(6 / 25.0) - 0.5), 1e-12);
        assertEquals(0, rate.at(100), 0);
    }

    @Test
    void linearWarmsUpStaysAndFallsInAStraightLine() {
        LearningRate rate = new LearningRate(2, 10, 70, 100, 0.1, Recipe.RateSchedule.LINEAR);
        assertEquals(0.2, rate.at(1), 1e-15);
        assertEquals(2, rate.at(10), 0);
        assertEquals(2, rate.at(30), 0);
        assertEquals(2 * (0.1 + 0.9 * 69 / 70), rate.at(31), 1e-15);
        assertEquals(2 * (0.1 + 0.9 / 2), rate.at(65), 1e-15);
        assertEquals(0.2, rate.at(100), 1e-15);
    }

    @Test
    void linearWithoutAFlatPartIsATriangle() {
        LearningRate rate = new LearningRate(1, 20, 80, 100, 0, Recipe.RateSchedule.LINEAR);
        assertEquals(1, rate.at(20), 0);
        assertEquals(0.75, rate.at(40), 1e-15);
        assertEquals(0, rate.at(100), 0);
    }

    @Test
    void cosineEndsAtTheFinalShare() {
        LearningRate rate = new LearningRate(2, 4, 96, 100, 0.1, Recipe.RateSchedule.COSINE);
        assertEquals(2, rate.at(4), 0);
        assertEquals(2 * (0.1 + 0.9 / 2), rate.at(52), 1e-12);
        assertEquals(0.2, rate.at(100), 1e-12);
    }

    @Test
    void neverRisesAfterTheWarmupNorLeavesItsBounds() {
        for (Recipe.RateSchedule shape : Recipe.RateSchedule.values()) {
            LearningRate rate = new LearningRate(3e-3, 7, 90, 107, 0.01, shape);
            for (long step = 1; step <= 107; step++) {
                assertTrue(rate.at(step) > 0 && rate.at(step) <= 3e-3);
                assertTrue(step <= 7 ? rate.at(step) > (step == 1 ? 0 : rate.at(step - 1))
                    : rate.at(step) <= rate.at(step - 1));
            }
        }
    }
}
