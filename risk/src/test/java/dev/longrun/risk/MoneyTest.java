package dev.longrun.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MoneyTest {

    private static final LocalDate NOW = LocalDate.of(2026, 6, 30);
    private static final Estimate ALL = Estimate.exact(1, "", "nothing lost", "test");

    @Test
    void deepSeeksArithmetic() {
        // 2,788K H800-hours at an assumed 2 USD are 5.576 million USD (arXiv 2412.19437, table 1).
        Ownership rented = Ownership.rented(Estimate.exact(2, "USD/h", "assumed", "arXiv 2412.19437"));
        Waterfall bill = Waterfall.of(2048, 2_788_000 / 2048.0, ALL, rented, ALL, Optional.empty(), NOW);
        assertEquals("final run", bill.lines().getFirst().name());
        assertEquals(5.576e6, bill.lines().getFirst().usd().value(), 1);
        assertEquals(0, bill.lines().get(1).usd().value());
        assertEquals(List.of("final run", "failures and repeats", "experiments and failed runs"),
            bill.lines().stream().map(Waterfall.Line::name).toList());
    }

    @Test
    void colossusWasBoughtWithinTheBand() {
        // 4.7 billion USD for 100,000 H100 with the building, of them 3.2 machines (Epoch AI, ai-chip-counts).
        Ownership owned = Ownership.bought(Prices.buy("h100-sxm-80gb", LocalDate.of(2024, 9, 2)), NOW);
        Estimate capital = owned.capital().orElseThrow().times(100_000, "USD");
        assertTrue(capital.low() < 4.7e9 && 4.7e9 < capital.high(), capital.words());
    }

    @Test
    void depreciationIsTheSourcesRate() {
        // 0.14 orders of magnitude a year: 27.6 % of the value are gone after a year, at a rate of 0.14 ln 10 = 32.2
        // %.
        Ownership owned = Ownership.bought(Estimate.exact(81, "USD", "test", "test"), NOW);
        double cluster = 81 * 1.25 / 0.81;
        assertEquals(cluster * 0.14 * Math.log(10) / 8766, owned.hourly().value(), 1e-9);
        double left = 1;
        for (int hour = 0; hour < 8766; hour++) {
            left -= left * owned.hourly().value() / cluster;
        }
        assertEquals(Math.pow(10, -0.14), left, 1e-4);
    }

    @Test
    void theLinesAddUpAndLossesCost() {
        Ownership owned = Ownership.bought(Prices.buy("h100-sxm-80gb", NOW), NOW);
        Estimate goodput = new Estimate(0.8, 0.6, 0.9, "", "test", "test");
        Estimate kwh = Estimate.exact(1.2e5, "kWh/h", "test", "test");
        Waterfall bill = Waterfall.of(1e5, 2400, goodput, owned, kwh,
            Optional.of(new Estimate(5e7, 3e7, 1e8, "USD", "staff", "test")), NOW);
        Estimate total = bill.total();
        assertEquals(bill.lines().stream().mapToDouble(line -> line.usd().value()).sum(), total.value(), 1e-3);
        assertTrue(total.low() < total.value() && total.value() < total.high());
        // Common causes: the band of the sum is no wider than the sum of the bands, and wider than any one of them.
        double low = bill.lines().stream().mapToDouble(line -> line.usd().low()).sum();
        double high = bill.lines().stream().mapToDouble(line -> line.usd().high()).sum();
        assertTrue(low <= total.low() && total.high() <= high, total.words());
        bill.lines().forEach(line -> assertTrue(line.usd().high() - line.usd().low() < total.high() - total.low()));
        assertEquals(bill.lines().getFirst().usd().value() * 0.25, bill.lines().get(1).usd().value(), 1e-3);
        assertEquals(2400 / 0.8 * 1.2e5 * 0.08, line(bill, "electricity"), 1e-3);
        assertTrue(Waterfall.of(1e5, 2400, ALL, owned, kwh, Optional.empty(), NOW).total().value() < total.value());
    }

    private static double line(Waterfall bill, String name) {
        return bill.lines().stream().filter(line -> line.name().equals(name)).findFirst().orElseThrow().usd().value();
    }

    @Test
    void pricesAreThoseOfTheDay() {
        assertEquals(44_490, Prices.buy("h100-sxm-80gb", LocalDate.of(2022, 12, 1)).value());
        assertEquals(31_250, Prices.buy("h100-sxm-80gb", LocalDate.of(2025, 6, 1)).value());
        assertEquals(2.95, Prices.rent("h100-sxm-80gb", NOW).value());
        assertTrue(assertThrows(RiskException.class, () -> Prices.rent("gb200", NOW)).getMessage()
            .startsWith("prices.csv: no price to rent \"gb200\" was known on 2026-06-30"));
    }

    @Test
    void servingByRoofline() {
        // A 70B dense model in bf16 on 8 H100 with one sequence reads 140 GB a token: 26.8 TB/s give 191 tokens a
        // second.
        ServingRoofline one = new ServingRoofline(70e9, 140e9, 0, 1, 8, 989.4e12, 3.35e12, 80e9, 1);
        assertEquals(8 * 3.35e12 / 140e9, one.tokensPerSecond(), 1e-6);
        // With many it computes: 2 x 70e9 FLOP a token.
        ServingRoofline many = new ServingRoofline(70e9, 140e9, 0, 4096, 8, 989.4e12, 3.35e12, 80e9, 1);
        assertEquals(8 * 989.4e12 / 140e9, many.tokensPerSecond(), 1e-6);
        assertEquals("batch: weights and caches of 800 GB do not fit into 640 GB", assertThrows(RiskException.class,
            () -> new ServingRoofline(70e9, 140e9, 6.6e9, 100, 8, 989.4e12, 3.35e12, 80e9, 1)).getMessage());
        Estimate cost = PayBack.costPerMillion(many, Estimate.exact(3, "USD/h", "test", "test"), 0.5);
        assertEquals(8 * 3 / (many.tokensPerSecond() * 3600 * 0.5 / 1e6), cost.value(), 1e-12);
        Estimate run = new Estimate(1e8, 5e7, 2e8, "USD", "test", "test");
        Estimate tokens = PayBack.tokensPerDay(run, 2, cost, 365);
        // What is earned in the time is what was paid.
        assertEquals(1e8, tokens.value() / 1e6 * (2 - cost.value()) * 365, 1);
        assertTrue(assertThrows(RiskException.class, () -> PayBack.tokensPerDay(run, cost.value() / 2, cost, 365))
            .getMessage().startsWith("pricePerMillion: "));
    }

    @Test
    void yearsThatAreGivenWriteTheMachinesOffEvenly() {
        Estimate chip = Estimate.exact(30_000, "USD", "test", "test");
        double four = Ownership.bought(chip, Optional.of(4.0), NOW).hourly().value();
        assertEquals(2 * four, Ownership.bought(chip, Optional.of(2.0), NOW).hourly().value(), 1e-9);
        Ownership owned = Ownership.bought(chip, Optional.of(4.0), NOW);
        assertEquals(4 * 8766 * four, owned.capital().orElseThrow().value() - 8766 * 15
            * owned.buildingHourly().orElseThrow().value(), 1);
        assertThrows(RiskException.class, () -> Ownership.bought(chip, Optional.of(0.0), NOW));
    }
}
