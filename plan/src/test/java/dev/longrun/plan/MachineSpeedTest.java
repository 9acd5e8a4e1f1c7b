package dev.longrun.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MachineSpeedTest {
    private final MachineSpeed machine = Shapes.machine(1);

    @Test
    void ratesAreInterpolatedInTheLogarithmOfTheWidth() {
        assertEquals(60e9, machine.matmulFlops(8));
        assertEquals(60e9, machine.matmulFlops(64));
        assertEquals(105e9, machine.matmulFlops((int) Math.round(128 * Math.sqrt(2))), 0.1e9);
        assertEquals(145e9, machine.matmulFlops(100_000));
    }

    @Test
    void roundTripsThroughJson() throws IOException {
        JsonMapper mapper = JsonMapper.builder().build();
        assertEquals(machine, mapper.readValue(mapper.writeValueAsString(machine), MachineSpeed.class));
    }

    @Test
    void aSpeedOfNothingIsRefused() {
        PlanException refused = assertThrows(PlanException.class, () -> new MachineSpeed("cpu", 1, Double.NaN,
            new TreeMap<>(machine.matmulFlopsByWidth()), 1, 1, 1, 1, 0, 1, ""));
        assertEquals("the machine's speed has peakFlops = NaN, which should be above 0: measure it again",
            refused.getMessage());
    }
}
