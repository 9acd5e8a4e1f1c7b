package dev.longrun.tensor;

import static org.junit.jupiter.api.Assertions.assertTrue;

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

    private static void between(double low, double high, double value, String unit) {
        assertTrue(value > low && value < high, value + " " + unit);
    }
}
