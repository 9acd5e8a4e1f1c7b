package dev.longrun.page;

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
}
