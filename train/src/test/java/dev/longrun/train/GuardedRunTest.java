package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.model.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that go wrong stop, and say where they were still well. */
class GuardedRunTest {

    @TempDir
    private Path folder;

    private static Event.Stopped stopped(TinyRun run, TrainException refused) throws IOException {
        Event.Stopped stopped = assertInstanceOf(Event.Stopped.class, run.journal().getLast());
        assertEquals(1, refused.getMessage().lines().count());
        assertTrue(refused.getMessage().startsWith(run.folder().path() + ": stopped before step " + (stopped.step() + 1)
            + ": " + stopped.reason() + "; the last good checkpoint is " + stopped.checkpoint()
            + "; lower training.learning_rate under a new name"), refused.getMessage());
        assertTrue(Files.readString(run.folder().report()).contains(stopped.checkpoint()));
        return stopped;
    }

    @Test
    void weightsThatExplodeStopTheRunAndAreNotSaved() throws IOException {
        // AdamW with rate x decay above 2 doubles the weights, and more, at every step.
        TinyRun run = TinyRun.in(folder, "training.learning_rate=10", "training.weight_decay=10",
            "training.warmup_share=0", "training.z_score_limit=0", "training.checkpoint_every=1",
            "training.keep_last=100");
        Event.Stopped stopped = stopped(run, assertThrows(TrainException.class, run::train));
        assertTrue(stopped.reason().endsWith("NaN") || stopped.reason().endsWith("Infinity")
            || stopped.reason().equals("weights are no longer finite numbers"), stopped.reason());
        for (String name : Compared.names(run.folder().checkpoints())) {
            for (float weight : Model.load(run.folder().checkpoints().resolve(name)).parameters().values()) {
                assertTrue(Float.isFinite(weight), name);
            }
        }
        assertTrue(Files.isDirectory(run.folder().checkpoints().resolve(stopped.checkpoint())));
        assertThrows(TrainException.class, run::train, "the same again comes to the same end");
    }

    @Test
    void aSpikeStopsTheRunAndAHigherLimitGoesOn() throws IOException {
        TinyRun whole = TinyRun.in(folder, "training.tokens=19200", "training.evaluate_every=50");
        whole.with("training.z_score_limit=0").train();
        TinyRun run = whole.at("guarded");
        TrainException refused = assertThrows(TrainException.class,
            run.with("training.z_score_limit=0.2")::train);
        Event.Stopped stopped = stopped(run, refused);
        assertTrue(stopped.step() >= Guard.WINDOW, stopped.toString());
        assertTrue(stopped.reason().contains(" standard deviations above the last 128 steps"), stopped.reason());
        assertTrue(refused.getMessage().endsWith(", or raise training.z_score_limit to go on from there"),
            refused.getMessage());
        assertEquals(Trainer.Outcome.FINISHED, run.with("training.z_score_limit=1000").train());
        Compared.assertSameBits(whole, run);
        Compared.assertEveryStepOnce(run, 150);
    }
}
