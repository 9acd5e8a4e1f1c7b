package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.longrun.run.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final String AT = "2026-11-22T10:00:00.123Z";
    private static final List<Event> EVERY_KIND = List.of(
        new Event.Started(AT, 0, 40, "0.1.0", "25.0.3+9-LTS", "a cpu \u6f22", 2),
        new Event.Skipped(AT, "a \"b\"\n\u2028.bin", "binary"),
        new Event.Prepared(AT, 1, 2, 3, 9, 4, 5, 6, 7, 8, 1.6125, 0.1),
        new Event.Step(AT, 1, 128, 5.7037821, 2.1, 1e-12, 3e-3, 1.5e6, 0.25, 5.7),
        new Event.Saved(AT, 1, "step-00000001", 1234, 0.01, 0.001),
        new Event.Evaluated(AT, 1, 5.6, 2.05, 5.7, 0.2),
        new Event.Foretold(AT, 1, 1.43, 1.38, 1.49, 0, 1.5, 0.94, -1),
        new Event.Sampled(AT, 1, "the cat", "\u0000 \ud83d\ude00 </script>"),
        new Event.Profiled(AT, 1, 1, 2.5, 1e11, List.of(new Event.PartTime("attention", 1.5, 1e10))),
        new Event.Routed(AT, 1, List.of(List.of(0.25, 0.75), List.of(0.5, 0.5)), List.of(0.6, 0.69), 0),
        new Event.Stopped(AT, 1, "interrupted", "step-00000001"),
        new Event.Resumed(AT, 1, "step-00000001", List.of("step-00000002: state.json is missing")),
        new Event.Finished(AT, 1, 5.6, 2.05, 5.7, 12.5, 13, 1L << 40, 2));

    @TempDir
    private Path folder;

    private Path written(List<Event> events) throws IOException {
        Path file = folder.resolve("journal.jsonl");
        try (Journal journal = Journal.resume(file, List.of())) {
            for (Event event : events) {
                journal.write(event);
            }
            journal.sync();
        }
        return file;
    }

    @Test
    void everyKindOfEventComesBackAsItWas() throws IOException {
        assertEquals(Arrays.stream(Event.class.getPermittedSubclasses()).collect(Collectors.toSet()),
            EVERY_KIND.stream().map(Event::getClass).collect(Collectors.toSet()), "a kind is not tried here");
        Path file = written(EVERY_KIND);
        assertEquals(EVERY_KIND, Journal.read(file));
        assertEquals(EVERY_KIND.size(), Files.readString(file).lines().count(), "one line each");
    }

    @Test
    void noFileIsNoEvents() throws IOException {
        assertEquals(List.of(), Journal.read(folder.resolve("none")));
    }

    @Test
    void halfALineAndLinesThatAreNoEventsAreLeftOut() throws IOException {
        Path file = written(EVERY_KIND.subList(0, 4));
        byte[] bytes = Files.readAllBytes(file);
        Files.writeString(file, "not json\n\n{\"event\":\"unheard\"}\n", StandardOpenOption.APPEND);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1), StandardOpenOption.APPEND);
        assertEquals(7, Journal.read(file).size(), "the last line has no end, so it may be half of one");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) - 20));
        assertEquals(7, Journal.read(file).size());
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, '\n'}, StandardOpenOption.APPEND);
        assertEquals(7, Journal.read(file).size());
    }

    @Test
    void resumingKeepsWhatItIsGivenAndAppends() throws IOException {
        Path file = written(EVERY_KIND);
        try (Journal journal = Journal.resume(file, EVERY_KIND.subList(0, 3))) {
            journal.write(EVERY_KIND.get(4));
        }
        assertEquals(List.of(EVERY_KIND.get(0), EVERY_KIND.get(1), EVERY_KIND.get(2), EVERY_KIND.get(4)),
            Journal.read(file));
        assertEquals(List.of("journal.jsonl"), Compared.names(folder));
    }

    @Test
    void anEvaluationThatWasNotWrittenToItsEndIsDoneAgain() {
        Recipe recipe = TinyRun.in(folder).resolved().run().training();
        Event.Step step = new Event.Step(AT, 10, 1280, 5, 2, 1, 1e-3, 1, 1, 5);
        Event.Evaluated evaluated = new Event.Evaluated(AT, 10, 5, 2, 5, 1);
        Event.Sampled sampled = new Event.Sampled(AT, 10, "the cat", " runs");
        Event.Finished finished = new Event.Finished(AT, 10, 5, 2, 5, 1, 1, 1, 1);
        assertEquals(new Past(List.of(step, evaluated, sampled), true),
            Past.of(List.of(step, evaluated, sampled), 10, 40, recipe, List.of()));
        assertEquals(new Past(List.of(step), false), Past.of(List.of(step, evaluated), 10, 40, recipe, List.of()));
        assertEquals(new Past(List.of(step), false), Past.of(List.of(step), 10, 40, recipe, List.of()));
        assertEquals(new Past(List.of(step), false),
            Past.of(List.of(step, evaluated, sampled), 10, 10, recipe, List.of()), "the run's end is missing");
        assertEquals(new Past(List.of(step, evaluated, sampled, finished), true),
            Past.of(List.of(step, evaluated, sampled, finished), 10, 10, recipe, List.of()));
        assertFalse(Past.of(List.of(step, evaluated, sampled), 5, 40, recipe, List.of()).events().contains(step));
    }

    @Test
    void whatIsKnownOfTheTextNowReplacesWhatWasKnown() {
        Recipe recipe = TinyRun.in(folder).resolved().run().training();
        assertEquals(EVERY_KIND.subList(0, 1),
            Past.of(EVERY_KIND, 0, 40, recipe, List.of(EVERY_KIND.get(2))).events());
        assertEquals(EVERY_KIND.subList(0, 3), Past.of(EVERY_KIND, 0, 40, recipe, List.of()).events());
    }
}
