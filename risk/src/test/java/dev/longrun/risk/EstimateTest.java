package dev.longrun.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EstimateTest {

    @Test
    void theBandIsWhereItSays() {
        Estimate skewed = new Estimate(10, 8, 40, "USD", "rule", "source");
        assertEquals(8, skewed.quantile(0.1), 1e-7);
        assertEquals(10, skewed.quantile(0.5), 1e-7);
        assertEquals(40, skewed.quantile(0.9), 1e-6);
        Estimate fromZero = new Estimate(2, 0, 5, "", "rule", "source");
        assertEquals(0, fromZero.quantile(0.05), 1e-9);
        assertEquals(5, fromZero.quantile(0.9), 1e-7);
        assertEquals(3, Estimate.exact(3, "", "rule", "source").quantile(0.99), 1e-12);
    }

    @Test
    void inWordsAndOtherUnits() {
        Estimate kwh = new Estimate(2000, 1500, 3000, "kWh", "rule", "source");
        assertEquals("2000 (1500 to 3000) kWh", kwh.words());
        assertEquals("2 (1.50 to 3) MWh", kwh.times(1e-3, "MWh").words());
        assertEquals("7", Estimate.exact(7, "", "rule", "source").words());
    }
}
