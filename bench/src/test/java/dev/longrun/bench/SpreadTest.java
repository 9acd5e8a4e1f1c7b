package dev.longrun.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void theMiddleAndTheEnds() {
        assertEquals(new Spread(3, 1, 9), Spread.of(9, 1, 3));
        assertEquals(new Spread(2.5, 1, 9), Spread.of(9, 1, 3, 2));
        assertEquals(new Spread(7, 7, 7), Spread.of(7));
        assertThrows(IllegalArgumentException.class, Spread::of);
    }

    @Test
    void ratiosAreTakenRoundByRound() {
        // The machine was half as fast in the second round, for both.
        assertEquals(new Spread(2, 2, 2), Spread.ofRatios(new double[] {8, 4}, new double[] {4, 2}));
    }

    @Test
    void theGeometricMeanOfARatioAndItsInverseIsOne() {
        assertEquals(1, Spread.geometricMean(0.25, 4), 1e-12);
        assertEquals(6, Spread.geometricMean(4, 9), 1e-12);
    }
}
