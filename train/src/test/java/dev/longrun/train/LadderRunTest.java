package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.plan.LadderForecast;
import dev.longrun.plan.Rung;
import dev.longrun.run.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ladder of tiny runs, trained for real, and the run that it foretells. */
class LadderRunTest {

    @TempDir
    private Path folder;

    @Test
    void rungsAreRunsOverTheTargetsTextAndTheTargetCarriesTheForecast() throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        Function<List<String>, RunFile> file = more -> {
            List<String> all = new ArrayList<>(tiny.overrides());
            all.addAll(more);
            return RunFile.of(TinyRun.yaml(tiny.corpus()), "tiny.yaml", all);
        };
        TrainingRun target = tiny.resolved();
        String before = target.plan().loss().prior();
        LadderRun ladder = new LadderRun(target, file, 0.9);
        for (Rung rung : ladder.rungs()) {
            TrainingRun run = ladder.run(rung, 1, _ -> { });
            assertEquals(target.folder().textCache(), run.folder().textCache());
            assertEquals(Trainer.Outcome.FINISHED, run.train(1, TinyRun.QUIET, () -> false));
            assertEquals(1, Journal.read(run.folder().journal()).stream().filter(Event.Evaluated.class::isInstance)
                .count());
        }
        try (var entries = Files.list(target.folder().textCache())) {
            assertEquals(1, entries.count(), "one text for the whole ladder");
        }
        assertEquals(5, ladder.points().size());
        LadderForecast forecast = ladder.forecast();
        assertTrue(forecast.low() < forecast.bitsPerByte() && forecast.bitsPerByte() < forecast.high());
        assertEquals(Optional.of(forecast), LadderRun.forecast(target.folder()));

        TrainingRun again = tiny.resolved();
        assertFalse(again.plan().loss().prior().equals(before));
        assertEquals(forecast.bitsPerByte(), again.plan().loss().bitsPerByte(), 1e-9);
        assertEquals(Trainer.Outcome.FINISHED, again.train(1, TinyRun.QUIET, () -> false));
        assertTrue(tiny.resolved().resumes());
        assertEquals(again.plan(), tiny.resolved().plan());
        Scoreboard board = Scoreboard.of(tiny.runs());
        assertEquals(List.of("tiny"), board.rows().stream().map(Scoreboard.Row::run).toList());
        assertEquals("ladder", board.rows().getFirst().law());
        assertEquals(forecast.bitsPerByte(), board.rows().getFirst().foretold(), 1e-9);
        assertEquals(5, Scoreboard.of(target.folder().ladder()).rows().size());
        assertEquals(List.of(), Scoreboard.of(folder.resolve("none")).rows());
    }

    @Test
    void aRungThatWasInterruptedGoesOnToTheSameBits() throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        LadderRun ladder = new LadderRun(tiny.resolved(), more -> RunFile.of(TinyRun.yaml(tiny.corpus()), "tiny.yaml",
            more), 0.9);
        Rung last = ladder.rungs().getLast();
        TrainingRun rung = ladder.run(last, 1, _ -> { });
        assertEquals(Trainer.Outcome.INTERRUPTED, rung.train(1, TinyRun.QUIET, () -> true));
        assertEquals(0, ladder.points().size());
        assertEquals(Trainer.Outcome.FINISHED, ladder.run(last, 2, _ -> { }).train(2, TinyRun.QUIET, () -> false));
        assertEquals(1, ladder.points().size());
    }

    @Test
    void anotherShareIsNotMixedWithTheLadderThatIsThere() throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        Function<List<String>, RunFile> file = more -> RunFile.of(TinyRun.yaml(tiny.corpus()), "tiny.yaml", more);
        LadderRun ladder = new LadderRun(tiny.resolved(), file, 0.9);
        ladder.run(ladder.rungs().getFirst(), 1, _ -> { }).train(1, TinyRun.QUIET, () -> false);
        LadderRun other = new LadderRun(tiny.resolved(), file, 0.5);
        String message = assertThrows(TrainException.class, () -> other.run(other.rungs().getFirst(), 1, _ -> { }))
            .getMessage();
        assertTrue(message.contains("was trained for another --share") && message.contains("delete the folder"),
            message);
    }
}
