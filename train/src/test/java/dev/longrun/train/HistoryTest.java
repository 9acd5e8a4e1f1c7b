package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

    @TempDir
    Path folder;

    @Test
    void stepsDoneTwiceCountOnce() {
        History history = History.of(Journals.complete(600), 0);
        assertEquals(600, history.steps().size());
        for (int i = 0; i < 600; i++) {
            assertEquals(i + 1, history.steps().get(i).step());
        }
        assertEquals(600, history.evaluations().getLast().step());
        assertEquals(history.evaluations().stream().map(Event.Evaluated::step).distinct().count(),
            history.evaluations().size());
        assertEquals(2L * history.evaluations().size(), history.samples().size());
        assertEquals(600 * Journals.TOKENS_A_STEP, history.tokensAt(600));
        assertTrue(history.finished().isPresent());
        assertTrue(history.stopped().isEmpty());
    }

    @Test
    void aKilledProcessWithoutACheckpointStartsOver() {
        Journals killed = new Journals(100).begin(0).run(0, 40).begin(0).run(0, 10);
        assertEquals(10, History.of(killed.events(), 0).steps().size());
    }

    @Test
    void halfALineIsPassedOver() throws IOException {
        Path journal = Journals.write(folder, new Journals(100).begin(0).run(0, 40).events()).resolve("journal.jsonl");
        Files.write(journal, new byte[] {'{', '"', 'e', 'v', (byte) 0xc3}, StandardOpenOption.APPEND);
        Files.writeString(journal, "\n{\"event\":\"from the future\"}\n\n", StandardOpenOption.APPEND);
        History history = History.read(journal);
        assertEquals(40, history.steps().size());
        assertEquals(2, history.unreadable());
    }

    @Test
    void anInterruptedRunSaysSoUntilItIsTakenUp() {
        Journals run = new Journals(100).begin(0).run(0, 40);
        run.events().add(new Event.Stopped("2026-11-22T10:00:00Z", 40, "interrupted", "checkpoints/step-00000040"));
        assertEquals("interrupted", History.of(run.events(), 0).stopped().orElseThrow().reason());
        run.begin(40);
        assertTrue(History.of(run.events(), 0).stopped().isEmpty());
    }

    @Test
    void noJournalIsAnEmptyHistory() throws IOException {
        assertEquals(List.of(), History.read(folder.resolve("journal.jsonl")).events());
    }
}
