package dev.longrun.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.tensor.ThreadTeam;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainBenchTest {

    private static final TrainShape TINY = new TrainShape("tiny", 1, 32, 2, 96, 300, 16, 4);

    @Test
    void ourStepTrainsAndKnowsWhereItsTimeGoes() {
        try (ThreadTeam team = new ThreadTeam(2); OurTraining ours = new OurTraining(TINY, Precision.F32, team)) {
            double first = ours.window(0, 1).loss();
            double last = ours.window(0, 60).loss();
            assertEquals(Math.log(300), first, 0.1);
            assertTrue(last < first - 0.5, first + " to " + last);
            assertEquals(61, ours.steps());
            assertTrue(ours.parts().values().stream().allMatch(seconds -> seconds > 0), ours.parts().toString());
        }
    }

    @Test
    void theReportSaysWhatWasComparedAndHow() {
        TrainSide ours = new TrainSide("Longrun", "f32", "2 threads", 13_763_712, new Spread(2000, 1900, 2100), 0.73,
            List.of(9.0109));
        TrainSide peer = new TrainSide("PyTorch 2.10", "f32", "1 thread", 13_763_712, new Spread(1000, 990, 1010),
            0.37, List.of(9.0109));
        TrainReport report = new TrainReport("a CPU", "2026-11-23", "25", "13.87M", 4096, 86_100_000, 13_891_584,
            86_100_000, 7, 236.2, 2743, ours, List.of(peer), List.of(new Spread(2, 1.9, 2.1)),
            List.of(new TrainReport.Tried("1 thread", 1001)), Map.of("head products", 0.25, "AdamW", 0.75));
        String text = TrainText.render(report);
        assertTrue(text.contains("""
            Longrun, f32, 2 threads: 2,000 tokens/s (median of 7 windows, 1,900 to 2,100), 73 % of the f32 peak
            PyTorch 2.10, f32, 1 thread: 1,000 tokens/s (median of 7 windows, 990 to 1,010), 37 % of the f32 peak
            ratio 2.00, in 7 windows in turn 1.90 to 2.10

            Longrun's step of 1000 ms by part
            """), text);
        assertTrue(text.contains("tried PyTorch with 1 thread: 1,001 tokens/s\n"), text);
        assertTrue(text.contains("the GPT-2-like model of this size (13.87M) has 13,891,584 and 86.1M\n"), text);
        assertTrue(Json.write(report).contains("\"ratios\":[{\"median\":2.0,"), Json.write(report));
    }

    @Test
    void settingsWorthATry() {
        assertEquals(List.of("1 thread"), labels(1));
        assertEquals(List.of("2 threads", "2 threads, waiting passively", "1 thread"), labels(2));
        assertEquals(4, labels(16).size());
        assertEquals("passive", TorchSetting.upTo(2).get(1).environment().get("OMP_WAIT_POLICY"));
    }

    private static List<String> labels(int threads) {
        return TorchSetting.upTo(threads).stream().map(TorchSetting::label).toList();
    }
}
