package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.plan.Resolver;
import dev.longrun.run.RunFile;
import dev.longrun.run.RunYaml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run folder belongs to the run file that it was begun with. */
class OtherRunFileTest {

    @TempDir
    private static Path folder;
    private static TinyRun begun;

    @BeforeAll
    static void begin() throws IOException {
        begun = TinyRun.in(folder);
        begun.trainSteps(2, 7);
    }

    private static List<String> differences(TinyRun other) {
        String message = assertThrows(TrainException.class, other::resolved).getMessage();
        String start = other.folder().path() + ": belongs to another run file (";
        String end = "); give the run another name with --set name=..., or delete the folder";
        assertTrue(message.startsWith(start) && message.endsWith(end), message);
        assertEquals(1, message.lines().count(), message);
        return Arrays.asList(message.substring(start.length(), message.length() - end.length()).split("; "));
    }

    @Test
    void everyValueThatDiffersIsNamed() throws IOException {
        List<Event> before = begun.journal();
        assertEquals(List.of("data.validation_share: 0.1 there, 0.2 here", "model.tied_head: false there, true here",
            "model.width: 16 there, 32 here", "training.seed: 1 there, 2 here"),
            differences(begun.with("model.width=32", "data.validation_share=20 %", "model.tied_head=true",
                "training.seed=2")));
        assertEquals(before, begun.journal());
    }

    @Test
    void anotherOptimizerIsAnotherRun() {
        assertEquals(List.of("training.momentum: 0.95 there, 0.9 here", "training.optimizer: adamw there, muon here",
            "training.z_loss: 0.0 there, 1.0E-4 here"),
            differences(begun.with("training.optimizer=muon", "training.momentum=0.9", "training.z_loss=1e-4")));
    }

    @Test
    void aValueThatIsLeftOutNowIsNamed() {
        RunFile without = RunFile.of(TinyRun.yaml(begun.corpus()).replace("learning_rate: 0.01", "epsilon: 1e-8"),
            "tiny.yaml", List.of());
        TrainException refused = assertThrows(TrainException.class, () -> TrainingRun.of(without, begun.runs(),
            () -> Optional.of(TinyRun.speed()), OptionalLong.empty()));
        assertTrue(refused.getMessage().contains("training.learning_rate: 0.01 there, left out here"),
            refused.getMessage());
    }

    @Test
    void otherHardwareIsAnotherRun() {
        assertEquals(List.of("hardware.preset: this-machine there, h100-sxm-80gb here"),
            differences(begun.with("hardware.preset=h100-sxm-80gb")));
    }

    @Test
    void theSameValuesInOtherWordsAreTheSameRun() {
        TinyRun other = begun.with("training.tokens=5.12k", "training.learning_rate=1e-2", "data.train_bytes=0.06 MB",
            "training.decay_share=20 %", "hardware=this-machine", "training.seed=1");
        assertTrue(other.resolved().resumes());
    }

    @Test
    void aRunGoesOnUnderNewValuesOfWhatChangesNoBit() throws IOException {
        TinyRun other = begun.with("training.evaluate_every=4", "training.checkpoint_seconds=1 min",
            "training.prompts=[\"ein Hund\", \"a \\\"dog\\\"\"]", "training.z_score_limit=12.5",
            "training.keep_last=2", "schedule.start=2026-11-22", "economics.pue=1.3");
        TrainingRun run = other.resolved();
        assertTrue(run.resumes());
        assertEquals(4, run.run().training().evaluateEvery());
        assertEquals(60, run.run().training().checkpointSeconds());
        assertEquals(List.of("ein Hund", "a \"dog\""), run.run().training().prompts());
        assertEquals(12.5, run.run().training().zScoreLimit());
        assertEquals(2, run.run().training().keepLast());
    }

    /** A resolved file read back is the same run, whatever was given, derived or taken from a preset. */
    @Test
    void aResolvedFileDoesNotDifferFromWhatItCameFrom() {
        for (String yaml : List.of("budget: 5 min", "budget: 1e15 FLOP\nmodel:\n  width: 64",
            "budget: $20\nhardware:\n  preset: h100-sxm-80gb\n  price: $2.10/h",
            "model: llama-3-8b\nhardware:\n  preset: h100-sxm-80gb\n  count: 512\ntraining:\n  tokens: 15T tokens",
            TinyRun.yaml(begun.corpus()))) {
            RunFile file = RunFile.of(yaml, "tiny.yaml", List.of("schedule.start=2026-11-22"));
            Resolver.resolve(file, Optional.of(TinyRun.speed()));
            RunFile kept = RunFile.of(RunYaml.write(file), "run.yaml", List.of());
            RunFile again = RunFile.of(yaml, "tiny.yaml", List.of("schedule.start=2026-11-22"));
            assertEquals(List.of(), Differences.between(again, kept, file.derivations()), yaml);
        }
    }
}
