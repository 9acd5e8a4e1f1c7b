package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0|0", "9999|9,999", "10000|10.0K", "999499|999K", "999600|1.00M",
        "15e12|15.0T"})
    void counts(double value, String text) {
        assertEquals(text, Figures.count(value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0|0 B", "999|999 B", "1000|1.00 kB", "612000000|612 MB", "80e9|80.0 GB"})
    void bytes(double value, String text) {
        assertEquals(text, Figures.bytes(value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0.421|0.421 s", "59.94|59.9 s", "59.96|1 min 00 s", "247|4 min 07 s",
        "3599.6|1 h 00 min", "11100|3 h 05 min", "1051200|12 d 04 h", "Infinity|unknown"})
    void durations(double value, String text) {
        assertEquals(text, Figures.seconds(value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0.0123|0.0123", "1.234|1.23", "12346|12,346", "0|0", "0.99996|1.00",
        "NaN|not a number", "3e-7|3.00e-07"})
    void significantDigits(double value, String text) {
        assertEquals(text, Figures.significant(value));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0|0:00", "247.4|4:07", "11109|3:05:09", "NaN|-:--", "-1|-:--"})
    void clocks(double value, String text) {
        assertEquals(text, Figures.clock(value));
    }

    @Test
    void sharesAndDifferences() {
        assertEquals("41 %", Figures.percent(0.412));
        assertEquals("0.4 %", Figures.percent(0.004));
        assertEquals("-2.9 %", Figures.difference(97.1, 100));
        assertEquals("3.00e-03", Figures.rate(0.003));
        assertEquals("8.12 GFLOP/s", Figures.flop(8.12e9, "FLOP/s"));
    }

    @Test
    void sameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : new String[] {"tr-TR", "ar-EG", "de-DE", "hi-IN-u-nu-deva"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertEquals("1.23M", Figures.count(1_234_567), tag);
                assertEquals("4 min 07 s", Figures.seconds(247), tag);
                assertEquals("2.755", Figures.loss(2.755), tag);
            }
        } finally {
            Locale.setDefault(before);
        }
    }
}
