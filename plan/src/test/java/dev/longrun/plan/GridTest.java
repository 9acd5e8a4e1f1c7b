package dev.longrun.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GridTest {

    @Test
    void gridsAreRoundDownAndSteady() {
        assertEquals(1500, Grid.steady(1460));
        assertEquals(1250, Grid.steady(1450));
        assertEquals(8000, Grid.steady(9000));
        assertEquals(1, Grid.steady(0.3));
        assertEquals(123_000, Grid.down(123_999, 3));
        assertEquals(130_000, Grid.up(123_999, 2));
        assertEquals(0.0097, Grid.nearest(0.00968, 2));
        assertEquals(4096, Grid.powerOfTwo(5000, 128, 1e9));
        assertEquals(1024, Grid.powerOfTwo(5000, 128, 2047));
        assertEquals(128, Grid.powerOfTwo(5, 128, 1));
    }
}
