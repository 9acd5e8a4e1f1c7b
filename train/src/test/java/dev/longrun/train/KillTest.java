package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed, under another locale too, and processes that want the same folder. */
class KillTest {

    private static final int KILLS = 3;
    private static final int MILLIS_A_STEP = 15;

    @TempDir
    private Path folder;

    @Test
    void killedAtRandomMomentsAndResumed() throws IOException, InterruptedException {
        // Muon has AdamW's state beside its own.
        TinyRun often = TinyRun.in(folder, "training.checkpoint_every=1", "training.evaluate_every=2",
            "training.optimizer=muon");
        TinyRun whole = often.at("whole");
        whole.train();
        Random random = new Random(20261122);
        for (int kill = 0; kill < KILLS; kill++) {
            try (ChildRun child = ChildRun.start(often, MILLIS_A_STEP, "-Duser.language=tr", "-Duser.country=TR")) {
                // The first one is killed while it prepares the text, or starts.
                child.awaitLine(kill == 0 ? "" : "Started");
                ChildRun.pause(random.nextInt(kill == 0 ? 1500 : 200));
                child.kill();
            }
        }
        assertEquals(Trainer.Outcome.FINISHED, often.train());
        Compared.assertSameEnd(whole, often);
        assertEquals(Files.readString(whole.folder().runFile()), Files.readString(often.folder().runFile()));
        assertEquals(Files.readString(whole.folder().planFile()), Files.readString(often.folder().planFile()));
        assertEquals(LongStream.rangeClosed(1, TinyRun.STEPS).boxed().toList(),
            often.journal(Event.Saved.class).stream().map(Event.Saved::step).toList());
        assertTrue(Compared.names(often.folder().checkpoints()).stream().allMatch(name -> name.startsWith("step-")));
    }

    @Test
    void oneProcessAtATime() throws IOException, InterruptedException {
        TinyRun run = TinyRun.in(folder);
        try (ChildRun first = ChildRun.start(run, 1000)) {
            first.awaitLine("Step");
            try (ChildRun second = ChildRun.start(run, 0)) {
                second.awaitEnd();
                List<String> lines = second.said().lines().filter(line -> !line.startsWith("WARNING")).toList();
                assertEquals(1, lines.size(), lines.toString());
                assertTrue(lines.getFirst().startsWith("refused: " + run.folder().path()
                    + ": another process is training this run; "), lines.getFirst());
            }
            TrainException here = assertThrows(TrainException.class, run::train);
            assertTrue(here.getMessage().contains(": another process is training this run; "), here.getMessage());
            first.kill();
        }
        assertEquals(Trainer.Outcome.FINISHED, run.train());
        Compared.assertEveryStepOnce(run, TinyRun.STEPS);
    }

    @Test
    void oneThreadOfAProcessAtATime() throws IOException {
        TinyRun run = TinyRun.in(folder);
        RunLock held = RunLock.take(run.folder().path());
        assertThrows(TrainException.class, () -> RunLock.take(run.folder().path()));
        held.close();
        RunLock.take(run.folder().path()).close();
    }
}
