package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.longrun.run.RunFile;
import dev.longrun.run.RunFileException;
import dev.longrun.tensor.Bf16Support;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrecisionTest {

    private static final String LACKING = "this processor lacks avx512_bf16";

    @TempDir
    private Path folder;

    @Test
    void theSameBitsForAnyThreadsAndThroughAResume() throws IOException {
        assumeTrue(Bf16Support.refusal().isEmpty(), () -> "no bf16 here: " + Bf16Support.refusal().get());
        TinyRun whole = TinyRun.in(folder).with("training.precision=bf16");
        whole.train(1, TinyRun.QUIET, () -> false);
        TinyRun broken = whole.at("broken");
        assertEquals(Trainer.Outcome.INTERRUPTED, broken.trainSteps(3, 17));
        assertEquals(Trainer.Outcome.FINISHED, broken.train());
        Compared.assertSameEnd(whole, broken);

        TinyRun f32 = TinyRun.in(folder).at("f32");
        f32.train();
        double loss = last(whole);
        assertNotEquals(last(f32), loss, "it is not bf16");
        // after 40 steps to a loss near 3: bf16 and another seed move it alike, by some hundredths
        assertEquals(last(f32), loss, 0.1);
        TrainException refused = assertThrows(TrainException.class, () -> new TinyRun(whole.corpus(), whole.runs(),
            List.of("training.precision=f32")).resolved());
        assertTrue(refused.getMessage().contains("training.precision: bf16 there, f32 here"), refused.getMessage());
    }

    private static double last(TinyRun run) throws IOException {
        return run.journal(Event.Step.class).getLast().loss();
    }

    @Test
    void aFileThatAsksForWhatThisMachineCannotDoIsRefusedWhereItAsks() {
        RunFile file = RunFile.of("name: x\ntraining:\n  precision: bf16\n", "x.yaml", List.of());
        RunFileException refused = assertThrows(RunFileException.class,
            () -> Precisions.require(file, () -> Optional.of(LACKING)));
        assertEquals("x.yaml:3:14: training.precision: \"bf16\" cannot be had here: " + LACKING
            + "; \"f32\" runs anywhere", refused.getMessage());
        Precisions.require(file, Optional::empty);
    }

    @Test
    void whoDoesNotAskIsNotTold() {
        for (String yaml : List.of("name: x\n", "name: x\ntraining:\n  precision: f32\n")) {
            Precisions.require(RunFile.of(yaml, "x.yaml", List.of()), () -> {
                throw new AssertionError("nothing may be tried");
            });
        }
    }

    /** Without the right to call native code nothing begins, whatever the processor. */
    @Test
    void aRunThatCannotBeTrainedHereLeavesNothing() throws Exception {
        TinyRun run = TinyRun.in(folder).with("training.precision=bf16");
        try (ChildRun child = ChildRun.start(run, 0)) {
            child.awaitEnd();
            String said = child.said();
            assertTrue(said.contains("refused: tiny: training.precision: \"bf16\" cannot be had here: "), said);
            assertTrue(said.contains("; \"f32\" runs anywhere"), said);
            assertFalse(Files.exists(run.runs()));
        }
    }
}
