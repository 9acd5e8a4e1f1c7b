package dev.longrun.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void numbersAsAPersonLikesThem() {
        assertEquals("1.23 TFLOP", Words.scaled(1.234e12, "FLOP"));
        assertEquals("1.00 kB", Words.bytes(999.9));
        assertEquals("8,030,261,248", Words.exact(8_030_261_248L));
        assertEquals("8.03B", Words.count(8_030_261_248.0));
        assertEquals("4096", Words.count(4096));
        assertEquals("$2.10", Words.usd(2.1));
        assertEquals("$82.6M", Words.usd(82.6e6));
    }

    @Test
    void durations() {
        assertEquals("0.25 ms", Words.duration(0.00025));
        assertEquals("210 ms", Words.duration(0.21));
        assertEquals("5.1 s", Words.duration(5.1));
        assertEquals("38 s", Words.duration(38));
        assertEquals("5 min", Words.duration(300));
        assertEquals("5 min 07 s", Words.duration(307));
        assertEquals("2 h 05 min", Words.duration(7500));
        assertEquals("70.3 days", Words.duration(70.3 * 86_400));
    }

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
