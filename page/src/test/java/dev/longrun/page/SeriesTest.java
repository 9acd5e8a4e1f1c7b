package dev.longrun.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesTest {

    @Test
    void thinningKeepsSpikesAndOrder() {
        int size = 100_000;
        double[] x = IntStream.range(0, size).mapToDouble(i -> i).toArray();
        double[] y = IntStream.range(0, size).mapToDouble(i -> Math.sin(i / 5000.0)).toArray();
        y[54_321] = 40;
        y[12_345] = -40;
        y[777] = Double.NaN;
        Series thin = new Series("", "train", Series.Kind.LINE, x, y).thinned(1500);
        assertTrue(thin.size() <= 1500 && thin.size() > 1000);
        assertEquals(40, Arrays.stream(thin.y()).max().orElseThrow());
        assertEquals(-40, Arrays.stream(thin.y()).min().orElseThrow());
        for (int i = 1; i < thin.size(); i++) {
            assertTrue(thin.x()[i] > thin.x()[i - 1]);
        }
    }

    @Test
    void fewPointsStayAsTheyAre() {
        Series few = new Series("", "train", Series.Kind.LINE, new double[] {1, 2}, new double[] {3, 4});
        assertSame(few, few.thinned(1500));
    }

    @Test
    void smoothingKeepsALevelAndPassesOverGaps() {
        double[] level = new double[500];
        Arrays.fill(level, 2.5);
        level[250] = Double.NaN;
        for (double value : Series.smoothed(level, 20)) {
            assertEquals(2.5, value, 1e-12);
        }
    }
}
