package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same run ends in the same bits, with any number of threads, stopped and resumed wherever. */
class ExactnessTest {

    @TempDir
    private static Path folder;
    private static TinyRun whole;

    @BeforeAll
    static void train() throws IOException {
        whole = TinyRun.in(folder);
        assertEquals(Trainer.Outcome.FINISHED, whole.train(1, TinyRun.QUIET, () -> false));
    }

    @Test
    void theWholeRunHasEveryStepOnceAndLearns() throws IOException {
        Compared.assertEveryStepOnce(whole, TinyRun.STEPS);
        assertEquals(List.of(10L, 20L, 30L, 40L),
            whole.journal(Event.Evaluated.class).stream().map(Event.Evaluated::step).toList());
        assertEquals(4, whole.journal(Event.Sampled.class).size());
        assertEquals(List.of("step-00000030", "step-00000035", "step-00000040"),
            Compared.names(whole.folder().checkpoints()));
        List<Event.Step> steps = whole.journal(Event.Step.class);
        assertEquals(Math.log(300), steps.getFirst().loss(), 0.01 * Math.log(300), "the first loss is ln V");
        assertTrue(steps.getLast().loss() < steps.getFirst().loss() - 1, steps.getLast().toString());
        assertTrue(whole.folder().finished());
        assertTrue(Files.size(whole.folder().report()) > 1000);
    }

    @Test
    void theSameAgainAndWithOtherThreads() throws IOException {
        for (int threads : new int[] {1, 2, 3, 7}) {
            TinyRun again = whole.at("threads " + threads);
            again.train(threads, TinyRun.QUIET, () -> false);
            Compared.assertSameEnd(whole, again);
        }
    }

    @Test
    void anotherSeedIsAnotherRun() throws IOException {
        TinyRun other = whole.at("seed").with("training.seed=2");
        other.train();
        assertNotEquals(-1, Arrays.mismatch(weights(whole), weights(other)));
    }

    private static byte[] weights(TinyRun run) throws IOException {
        return Files.readAllBytes(Compared.newest(run.folder()).resolve("model.safetensors"));
    }

    @Test
    void stoppedAndResumedAgainAndAgain() throws IOException {
        TinyRun pieces = whole.at("pieces");
        int threads = 1;
        for (long more : new long[] {3, 4, 3, 1, 9, 14}) {
            assertEquals(Trainer.Outcome.INTERRUPTED, pieces.trainSteps(threads++ % 3 + 1, more));
            List<Event> events = pieces.journal();
            assertTrue(events.getLast() instanceof Event.Stopped stopped && stopped.reason().equals("interrupted"),
                events.getLast().toString());
        }
        assertEquals(Trainer.Outcome.FINISHED, pieces.train());
        Compared.assertSameEnd(whole, pieces);
        assertEquals(List.of(3L, 7L, 10L, 11L, 20L, 34L),
            pieces.journal(Event.Resumed.class).stream().map(Event.Resumed::step).toList());
    }

    @Test
    void muonWithZLossStoppedAndResumed() throws IOException {
        String[] recipe = {"training.optimizer=muon", "training.z_loss=1e-3", "training.rate_schedule=linear"};
        TinyRun muon = whole.at("muon").with(recipe);
        muon.train(1, TinyRun.QUIET, () -> false);
        List<Event.Step> steps = muon.journal(Event.Step.class);
        assertEquals(whole.journal(Event.Step.class).getFirst().loss(), steps.getFirst().loss(), 0,
            "the z-loss is not in the loss reported");
        assertTrue(steps.getLast().loss() < steps.getFirst().loss() - 1, steps.getLast().toString());
        assertNotEquals(-1, Arrays.mismatch(weights(whole), weights(muon)));
        TinyRun pieces = whole.at("muon in pieces").with(recipe);
        for (long more : new long[] {3, 9}) {
            assertEquals(Trainer.Outcome.INTERRUPTED, pieces.trainSteps(3, more));
        }
        assertEquals(Trainer.Outcome.FINISHED, pieces.train());
        Compared.assertSameEnd(muon, pieces);
    }

    @Test
    void dropoutStoppedAndResumedAtOtherThreads() throws IOException {
        TinyRun dropped = whole.at("dropout").with("training.dropout=20 %");
        dropped.train(1, TinyRun.QUIET, () -> false);
        assertNotEquals(whole.journal(Event.Step.class).getFirst().loss(),
            dropped.journal(Event.Step.class).getFirst().loss());
        TinyRun pieces = whole.at("dropout in pieces").with("training.dropout=20 %");
        assertEquals(Trainer.Outcome.INTERRUPTED, pieces.trainSteps(3, 7));
        assertEquals(Trainer.Outcome.FINISHED, pieces.train());
        Compared.assertSameEnd(dropped, pieces);
    }

    @Test
    void evaluationsAndCheckpointsChangeNoBit() throws IOException {
        TinyRun other = whole.at("often").with("training.evaluate_every=3", "training.checkpoint_every=1",
            "training.keep_last=2", "training.keep_every=20", "training.prompts=[]", "training.z_score_limit=0");
        other.train();
        Compared.assertSameBits(whole, other);
        assertEquals(List.of("step-00000020", "step-00000039", "step-00000040"),
            Compared.names(other.folder().checkpoints()));
    }

    @Test
    void evaluatingAtEveryStepOrNeverIsTheSame() throws IOException {
        TinyRun always = whole.at("always").with("training.evaluate_every=1");
        always.train();
        assertEquals(TinyRun.STEPS, always.journal(Event.Evaluated.class).size());
        TinyRun never = whole.at("never").with("training.evaluate_every=1000", "training.prompts=[]");
        never.train();
        assertEquals(List.of(TinyRun.STEPS),
            never.journal(Event.Evaluated.class).stream().map(Event.Evaluated::step).toList());
        Compared.assertSameBits(whole, always);
        Compared.assertSameBits(whole, never);
    }

    /**
     * What is written behind training is what stood there at the step, whether the writer is early or late: late is it
     * where a step takes far less time than handing over the weights.
     */
    @Test
    void aCheckpointHoldsItsOwnStepHoweverLateItIsWritten() throws IOException {
        String[] all = {"training.checkpoint_every=1", "training.keep_last=100", "training.evaluate_every=1000",
            "model.width=64", "training.tokens=640", "training.batch_tokens=16", "training.micro_batch_tokens=16"};
        TinyRun late = whole.at("late").with(all);
        late.train();
        TinyRun early = whole.at("early").with(all);
        early.train(2, TinyRun.listener(event -> {
            if (event instanceof Event.Step) {
                ChildRun.pause(15);
            }
        }), () -> false);
        for (long step = 1; step <= TinyRun.STEPS; step++) {
            for (String file : List.of("model.safetensors", "optimizer.safetensors")) {
                assertEquals(-1, Files.mismatch(late.folder().checkpoints().resolve(Checkpoint.name(step))
                    .resolve(file), early.folder().checkpoints().resolve(Checkpoint.name(step)).resolve(file)));
            }
        }
        Compared.assertSavedOnce(late);
        for (Event.Saved saved : late.journal(Event.Saved.class)) {
            assertTrue(saved.stallSeconds() >= 0 && saved.seconds() > 0, saved.toString());
        }
    }

    /** A crash after each line of the journal: as a kill at that moment, for every write went to the system at once. */
    @Test
    void crashedAfterAnyLineOfTheJournalAndResumed() throws IOException {
        List<Event> all = whole.journal();
        List<Integer> moments = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            boolean step = all.get(i) instanceof Event.Step;
            if (!step || i % 7 == 0) {
                moments.add(i);
            }
        }
        for (int moment : moments) {
            TinyRun crashing = whole.at("crash " + moment);
            AtomicInteger heard = new AtomicInteger();
            assertThrows(Crash.class, () -> crashing.train(1, TinyRun.listener(_ -> {
                if (heard.getAndIncrement() == moment) {
                    throw new Crash();
                }
            }), () -> false));
            assertEquals(Trainer.Outcome.FINISHED, crashing.train(1, TinyRun.QUIET, () -> false),
                "after " + all.get(moment));
            Compared.assertSameEnd(whole, crashing);
        }
    }

    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Test
    void aFinishedRunIsLeftAsItIs() throws IOException {
        List<Event> before = whole.journal();
        byte[] report = Files.readAllBytes(whole.folder().report());
        assertTrue(whole.resolved().resumes());
        assertEquals(Trainer.Outcome.FINISHED, whole.train());
        assertEquals(before, whole.journal());
        assertEquals(-1, Arrays.mismatch(report, Files.readAllBytes(whole.folder().report())));
    }
}
