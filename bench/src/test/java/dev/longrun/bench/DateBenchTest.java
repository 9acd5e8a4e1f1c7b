package dev.longrun.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DateBenchTest {

    @Test
    void measuresWhatItSays() {
        DateBench figures = DateBench.run(2, 1);
        assertEquals(131_072, figures.draws());
        assertTrue(figures.firstSeconds() > 0 && figures.medianSeconds() > 0 && figures.sharesSeconds() > 0);
    }
}
