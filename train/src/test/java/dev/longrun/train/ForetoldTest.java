package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real run says of its own end on the way, also when it was stopped and taken up. */
class ForetoldTest {

    @TempDir
    private Path folder;

    private static List<List<Double>> said(TinyRun run) throws IOException {
        return run.journal(Event.Foretold.class).stream().map(each -> List.of((double) each.step(),
            each.bitsPerByte(), each.low(), each.high(), (double) each.outsideSince(), each.goalChance())).toList();
    }

    @Test
    void everyEvaluationMovesTheForecastAndAStopChangesNothing() throws IOException {
        TinyRun whole = TinyRun.in(folder, "goal=2.5", "schedule.deadline=2999-01-01");
        whole.train();
        List<Event.Foretold> said = whole.journal(Event.Foretold.class);
        assertEquals(List.of(10L, 20L, 30L, 40L), said.stream().map(Event.Foretold::step).toList());
        double end = whole.journal(Event.Finished.class).getFirst().bitsPerByte();
        assertEquals(end, said.getLast().bitsPerByte(), 0.01 * end);
        for (Event.Foretold each : said) {
            assertTrue(each.low() < each.bitsPerByte() && each.bitsPerByte() < each.high());
            assertEquals(2.5, each.goal());
            assertEquals(1, each.deadlineChance(), 1e-9);
        }
        TinyRun stopped = whole.at("stopped");
        AtomicLong asked = new AtomicLong();
        assertEquals(Trainer.Outcome.INTERRUPTED, stopped.train(1, TinyRun.QUIET, () -> asked.incrementAndGet() > 23));
        stopped.train();
        assertEquals(said(whole), said(stopped));
        assertTrue(Report.html(stopped.folder().path()).contains("as foretold on the way"));
    }

    @Test
    void withoutGoalAndDeadlineNothingIsSaidOfThem() throws IOException {
        TinyRun run = TinyRun.in(folder);
        run.train();
        Event.Foretold last = run.journal(Event.Foretold.class).getLast();
        assertEquals(0, last.goal());
        assertTrue(last.deadlineChance() < 0);
    }
}
