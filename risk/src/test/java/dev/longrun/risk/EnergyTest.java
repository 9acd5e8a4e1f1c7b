package dev.longrun.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnergyTest {

    private static final LocalDate NOW = LocalDate.of(2026, 6, 30);

    @Test
    void mlperfsMeasuredRun() {
        // MLPerf Training v4.0, GPT-3 on 512 H100, 0.03949 days: 6,850 W a node of 8, 415.2 kWh, nodes alone.
        NodePower h100 = NodePower.known("h100-sxm-80gb", NOW);
        Energy energy = Energy.of(512, 0.03949 * 24, h100, Site.usual(NOW), "world", NOW);
        assertEquals(6850, h100.averageWatts().value() * 8, 1);
        assertEquals(415.2, energy.nodesKwh().value(), 0.01 * 415.2);
        assertTrue(energy.nodesKwh().low() < 415.2 && energy.nodesKwh().high() > 415.2);
        // The fabric's 59.6 kW for 64 nodes.
        double withFabric = h100.averageWatts().value() * 512 * (1 + Site.usual(NOW).fabricShare().value());
        assertEquals(6850 * 64 + 59_570, withFabric, 0.002 * withFabric);
    }

    @Test
    void colossus() {
        // 100,000 H100: 181 MW (Epoch AI), 150 MW (press).
        NodePower h100 = NodePower.known("h100-sxm-80gb", NOW);
        Energy energy = Energy.of(100_000, 1, h100, Site.usual(NOW), "us", NOW);
        Estimate facility = energy.facilityMegawatts();
        assertTrue(facility.low() < 150 && 181 < facility.high(), facility.words());
        assertEquals(171, facility.value(), 1); // 1.2575 kW x 1.136 x 1.2
        Site site = new Site(Site.usual(NOW).fabricShare(), Site.usual(NOW).pue(), Optional.of(150.0));
        assertEquals(171 / 150.0, energy.shareOfConnection(site).orElseThrow().value(), 0.01);
        assertEquals(Optional.empty(), energy.shareOfConnection(Site.usual(NOW)));
        Estimate accelerators = Energy.acceleratorsFor(181, h100, Site.usual(NOW));
        assertTrue(accelerators.low() < 100_000 && 100_000 < accelerators.high(), accelerators.words());
    }

    @Test
    void aBoardThatNobodyMeasured() {
        // The rule of 1.20 to 1.28 holds what was measured: B200 1,198 W of 1,000; H100 856 of 700.
        NodePower b200 = NodePower.ofBoard(1000, NOW, "data sheet");
        assertTrue(b200.averageWatts().low() <= 1200 && b200.averageWatts().high() >= 1198);
        NodePower h100 = NodePower.ofBoard(700, NOW, "data sheet");
        assertTrue(h100.averageWatts().low() < 856 && 856 < h100.averageWatts().high());
        assertTrue(NodePower.known("gb300", NOW).averageWatts().rule().contains("board power"));
    }

    @Test
    void carbonFollowsTheGrid() {
        NodePower h100 = NodePower.known("h100-sxm-80gb", NOW);
        double world = Energy.of(1000, 100, h100, Site.of(1.2, NOW), "world", NOW).tonnesCo2().value();
        double france = Energy.of(1000, 100, h100, Site.of(1.2, NOW), "france", NOW).tonnesCo2().value();
        assertEquals(481.0 / 56, world / france, 1e-9);
        // 1,000 x 0.85625 kW x 100 h x 1.136 x 1.2 x 481 g
        assertEquals(85_625 * 1.136 * 1.2 * 481e-6, world, 1e-6);
    }

    @Test
    void unknownChipAndRegionAreSaid() {
        assertTrue(assertThrows(RiskException.class, () -> NodePower.known("h1000", NOW)).getMessage()
            .startsWith("chip: \"h1000\" is not in power.csv; known are "));
        NodePower h100 = NodePower.known("h100-sxm-80gb", NOW);
        assertEquals("region: \"atlantis\" is not in grid.csv", assertThrows(RiskException.class,
            () -> Energy.of(1, 1, h100, Site.usual(NOW), "atlantis", NOW)).getMessage());
    }
}
