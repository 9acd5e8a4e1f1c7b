package dev.longrun.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScaleTest {

    @Test
    void boundsAndTicksAreRound() {
        Scale scale = Scale.round(2.61, 4.93, 5, 100, 0);
        assertEquals(2.5, scale.low(), 1e-12);
        assertEquals(5.0, scale.high(), 1e-12);
        assertEquals(100, scale.at(2.5), 1e-9);
        assertEquals(0, scale.at(5), 1e-9);
        List<Double> ticks = scale.ticks(5);
        assertEquals("2.5 3.0 3.5 4.0 4.5 5.0", labels(ticks));
    }

    @Test
    void labelsFollowTheSize() {
        assertEquals("0 2M 4M 6M", labels(Scale.exact(0, 6.2e6, 0, 1).ticks(3)));
        assertEquals("0 0.5M 1.0M 1.5M", labels(Scale.exact(0, 1.6e6, 0, 1).ticks(4)));
        assertEquals("0 0.001 0.002 0.003", labels(Scale.exact(0, 0.003, 0, 1).ticks(3)));
        assertEquals("0 1e-05 2e-05 3e-05", labels(Scale.exact(0, 3e-5, 0, 1).ticks(3)));
        assertEquals("1 10 100 1,000", labels(Scale.log(0.9, 2000, 0, 1).ticks(5)));
    }

    @Test
    void everyRangeHasAFewTicksWithinIt() {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            int power = random.nextInt(-6, 9);
            double low = random.nextGaussian() * Math.pow(10, power);
            double high = low + (0.01 + random.nextDouble()) * Math.pow(10, power - random.nextInt(-6, 4));
            Scale scale = Scale.round(low, high, 5, 300, 0);
            List<Double> ticks = scale.ticks(5);
            assertTrue(scale.low() <= low + 1e-9 * Math.abs(low) && scale.high() >= high - 1e-9 * Math.abs(high));
            assertTrue(ticks.size() >= 2 && ticks.size() <= 12, () -> low + " to " + high + ": " + ticks);
            assertEquals(300, scale.at(ticks.getFirst()), 1e-3);
            assertEquals(ticks.size(), ticks.stream().map(t -> Scale.label(t, ticks)).distinct().count());
        }
    }

    @Test
    void oneValueIsARangeToo() {
        assertTrue(Scale.round(0, 0, 5, 1, 0).high() > 0);
        assertTrue(Scale.round(3, 3, 5, 1, 0).high() > 3);
        assertTrue(Scale.log(2, 2, 1, 0).high() > 2);
        assertEquals(1, Scale.exact(0, 0, 0, 5).high());
    }

    private static String labels(List<Double> ticks) {
        return String.join(" ", ticks.stream().map(t -> Scale.label(t, ticks)).toList());
    }
}
