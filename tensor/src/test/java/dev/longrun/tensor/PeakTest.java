package dev.longrun.tensor;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class PeakTest {

    @Test
    void measuresSomethingThisMachineCanDo() {
        try (ThreadTeam team = new ThreadTeam(2)) {
            between(1e9, 1e14, Peak.flops(team), "FLOP/s");
            between(1e8, 1e13, Peak.bytesPerSecond(team), "bytes/s read");
            between(1e8, 1e13, Peak.triadBytesPerSecond(team), "bytes/s of the triad");
        }
    }

    @Test
    void measuresBf16WhereThereIsSuch() {
        assumeTrue(Bf16Support.refusal().isEmpty(), () -> "no bf16 here: " + Bf16Support.refusal().get());
        try (ThreadTeam team = new ThreadTeam(2)) {
            between(1e9, 1e14, Peak.bf16Flops(team), "FLOP/s in bf16");
        }
    }

    private static void between(double low, double high, double value, String unit) {
        assertTrue(value > low && value < high, value + " " + unit);
    }
}
