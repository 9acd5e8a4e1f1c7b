package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Whether two runs came to the same end, bit for bit, however often one of them was stopped. */
final class Compared {

    private static final List<String> OF_TIME = List.of("at", "seconds", "tokensPerSecond", "mfu", "trainedSeconds",
        "bytes", "peakMemoryBytes", "stallSeconds", "parts");

    private Compared() {
    }

    /** The last checkpoints and the journals are the same but for times. */
    static void assertSameEnd(TinyRun expected, TinyRun actual) throws IOException {
        assertSameBits(expected, actual);
        Path one = newest(expected.folder());
        Path other = newest(actual.folder());
        assertEquals(names(one), names(other));
        for (String name : names(one)) {
            switch (name) {
                case "state.json" -> assertEquals(timeless(Files.readString(one.resolve(name))),
                    timeless(Files.readString(other.resolve(name))));
                // It has the checksum of state.json, which has times; run.yaml may have other free values.
                case "checksums.sha256", "run.yaml" -> assertTrue(Files.size(other.resolve(name)) > 0);
                default -> assertArrayEquals(Files.readAllBytes(one.resolve(name)),
                    Files.readAllBytes(other.resolve(name)), name);
            }
        }
        for (Class<? extends Event> type : List.of(Event.Step.class, Event.Evaluated.class, Event.Sampled.class,
            Event.Finished.class, Event.Skipped.class, Event.Prepared.class)) {
            assertEquals(timeless(expected, type), timeless(actual, type), type.getSimpleName());
        }
        assertEveryStepOnce(actual, TinyRun.STEPS);
        assertSavedOnce(actual);
    }

    /** The journal tells of every checkpoint once, in order, and of all that are there. */
    static void assertSavedOnce(TinyRun run) throws IOException {
        List<Event.Saved> saved = run.journal(Event.Saved.class);
        assertEquals(saved.stream().map(Event.Saved::step).sorted().distinct().toList(),
            saved.stream().map(Event.Saved::step).toList());
        List<String> told = saved.stream().map(Event.Saved::checkpoint).toList();
        for (String name : names(run.folder().checkpoints())) {
            assertTrue(told.contains(name) || name.startsWith("damaged-"), name + " is not among " + told);
        }
    }

    /** The newest checkpoints have the same weights and moments, byte for byte. */
    static void assertSameBits(TinyRun expected, TinyRun actual) throws IOException {
        Path one = newest(expected.folder());
        Path other = newest(actual.folder());
        assertEquals(one.getFileName(), other.getFileName());
        for (String name : List.of("model.safetensors", "optimizer.safetensors")) {
            assertArrayEquals(Files.readAllBytes(one.resolve(name)), Files.readAllBytes(other.resolve(name)), name);
        }
    }

    static void assertEveryStepOnce(TinyRun run, long steps) throws IOException {
        assertEquals(LongStream.rangeClosed(1, steps).boxed().toList(),
            run.journal(Event.Step.class).stream().map(Event.Step::step).toList());
    }

    static Path newest(RunFolder folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder.checkpoints())) {
            return entries.filter(entry -> entry.getFileName().toString().startsWith("step-"))
                .max(Comparator.naturalOrder()).orElseThrow();
        }
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> timeless(TinyRun run, Class<? extends Event> type) throws IOException {
        return run.journal().stream().filter(type::isInstance).map(event -> {
            try {
                return timeless(Json.MAPPER.writeValueAsString(event));
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
        }).toList();
    }

    static String timeless(String json) throws IOException {
        ObjectNode node = (ObjectNode) Json.MAPPER.readTree(json);
        node.remove(OF_TIME);
        return node.toString();
    }
}
