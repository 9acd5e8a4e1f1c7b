package dev.longrun.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.run.Run;
import dev.longrun.run.RunFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LossCurveTest {

    private static Run run(String schedule) {
        return Resolver.resolve(RunFile.of("budget: 5 min\ntraining: {rate_schedule: " + schedule + "}", "a.yaml",
            List.of()), Optional.of(Shapes.machine(1)));
    }

    @Test
    void fallsFromKnowingNothingToTheForecast() {
        for (String schedule : List.of("wsd", "linear", "cosine")) {
            Run run = run(schedule);
            LossCurve curve = LossCurve.of(run, LossForecast.of(run, 3.1).law(), 3.1, 3.1);
            long steps = Steps.of(run.training());
            assertEquals(Math.log(run.model().vocabulary()), curve.lossNats(0), 1e-12);
            for (long step = 1; step <= steps; step++) {
                assertTrue(curve.lossNats(step) <= curve.lossNats(step - 1), schedule + " " + step);
            }
            LossForecast end = LossForecast.of(run, 3.1);
            assertEquals(end.lossNats(), curve.lossNats(steps), 0.001 * end.lossNats());
            assertEquals(end.bitsPerByte(), curve.bitsPerByte(steps), 0.001 * end.bitsPerByte());
            assertTrue(end.lowBitsPerByte() < end.bitsPerByte() && end.bitsPerByte() < end.highBitsPerByte());
        }
    }

    @Test
    void theDecayBringsTheLossDown() {
        Run run = run("wsd");
        LossCurve curve = LossCurve.of(run, LossForecast.of(run, 3.1).law(), 3.1, 3.1);
        long steps = Steps.of(run.training());
        double before = curve.lossNats(steps * 6 / 10) - curve.lossNats(steps * 8 / 10);
        double within = curve.lossNats(steps * 8 / 10) - curve.lossNats(steps);
        double gap = LossCurve.ANNEAL_SHARE * curve.lossNats(steps);
        assertTrue(within > before + 0.5 * gap, within + " " + before + " " + gap);
        assertTrue(within > gap, within + " " + gap);
    }

    @Test
    void bitsPerByteAreNatsOverLnTwoAndBytes() {
        LossCurve curve = LossCurve.of(run("wsd"), LossForecast.of(run("wsd"), 3.1).law(), 3.1, 3.1);
        assertEquals(curve.lossNats(700) / Math.log(2) / 3.1, curve.bitsPerByte(700), 1e-12);
    }
}
