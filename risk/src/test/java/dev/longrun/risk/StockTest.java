package dev.longrun.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.run.CsvTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class StockTest {

    private static final LocalDate NOW = LocalDate.of(2026, 6, 30);

    @Test
    void repetitionIsWorthLessAndLess() {
        assertEquals(1e12, Repetition.effectiveTokens(1e12, 1e12, 15.4));
        assertEquals(5e11, Repetition.effectiveTokens(1e12, 5e11, 15.4));
        // Four epochs are about as good as fresh: at the published constant 91 % of 4 U, and never above it.
        double four = Repetition.effectiveTokens(1e12, 4e12, Repetition.PUBLISHED);
        assertEquals(0.93, four / 4e12, 0.01);
        // Forty epochs: not worth more than U (1 + R*).
        double before = 0;
        for (double epochs = 1; epochs < 200; epochs *= 1.3) {
            double worth = Repetition.effectiveTokens(1e12, epochs * 1e12, Repetition.PUBLISHED);
            assertTrue(worth > before && worth <= epochs * 1e12 * (1 + 1e-12)
                && worth < 1e12 * (1 + Repetition.PUBLISHED));
            before = worth;
        }
        Estimate band = Repetition.effectiveTokens(1e12, 4e13, NOW);
        assertTrue(band.high() / band.low() > 2, "not identified, so wide: " + band.words());
        Estimate few = Repetition.effectiveTokens(1e12, 4e12, NOW);
        assertTrue(few.high() / few.low() < 1.25, "sure at four epochs: " + few.words());
    }

    @Test
    void theStockIsReadWhenItsSourceSays() {
        // Villalobos et al. 2024: used up between 2026 and 2032.
        var exceeded = Stock.known(NOW).exceeded(new Sampling(8, 2048, 1, 2));
        assertTrue(exceeded.get(0.5).getYear() >= 2026 && exceeded.get(0.5).getYear() <= 2032, exceeded.toString());
        assertTrue(exceeded.get(0.1).getYear() >= 2025 && exceeded.get(0.9).getYear() <= 2034, exceeded.toString());
        Estimate read = Stock.known(NOW).shareRead(1.5e13);
        assertEquals(0.047, read.value(), 0.001); // of the median between the ends, 316T
    }

    @Test
    void mixes() {
        DataMix mix = new DataMix(100e12, 0.1, 2e12, 3e12, new Spread.Uniform(0, 1, "nobody knows"));
        assertEquals(15e12, mix.unique());
        assertEquals(3.0 / 15, mix.shares()[2], 1e-12);
        Estimate worth = mix.worth(15e12, NOW);
        assertEquals(15e12 * 0.9, worth.value(), 1);
        assertEquals(15e12 * (1 - 0.2 * 0.9), worth.low(), 1);
    }

    @Test
    void growthIsWhatTheDataSay() throws IOException {
        Path file = Path.of(System.getProperty("longrun.root"), "../shared/data/scaling/epoch_dataset_sizes.csv");
        Assumptions.assumeTrue(Files.exists(file), "skipped: ../shared/data/scaling not found");
        List<CsvTable.Row> rows = CsvTable.read(file).rows().stream()
            .filter(row -> row.number("dataset").isPresent() && row.text("date").orElse("").compareTo("2018") >= 0)
            .toList();
        double[] x = rows.stream().mapToDouble(row -> ChronoUnit.DAYS.between(LocalDate.of(2020, 1, 1),
            LocalDate.parse(row.text("date").orElseThrow())) / 365.25).toArray();
        double[] y = rows.stream().mapToDouble(row -> Math.log10(row.number("dataset").getAsDouble())).toArray();
        double mx = Arrays.stream(x).average().orElseThrow();
        double my = Arrays.stream(y).average().orElseThrow();
        double sxx = 0;
        double sxy = 0;
        for (int i = 0; i < x.length; i++) {
            sxx += (x[i] - mx) * (x[i] - mx);
            sxy += (x[i] - mx) * (y[i] - my);
        }
        Spread growth = Stock.known(NOW).growthOomPerYear();
        assertTrue(growth.quantile(0.25) < sxy / sxx && sxy / sxx < growth.quantile(0.75), sxy / sxx + "");
    }
}
