package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.weights.Durable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Files that a disk, a crash or a person damaged: what is whole is gone on from, and the end is the same. */
class DamageTest {

    /** What is done to a file, and to which. */
    private enum Damage {
        CUT(true), EMPTY(false), FIRST_BIT(false), MIDDLE_BIT(true), LAST_BIT(false);

        private final boolean ofAllFiles;

        Damage(boolean ofAllFiles) {
            this.ofAllFiles = ofAllFiles;
        }

        private byte[] to(byte[] bytes) {
            return switch (this) {
                case CUT -> Arrays.copyOf(bytes, bytes.length / 2);
                case EMPTY -> new byte[0];
                case FIRST_BIT -> flipped(bytes, 0);
                case MIDDLE_BIT -> flipped(bytes, bytes.length / 2);
                case LAST_BIT -> flipped(bytes, bytes.length - 2);
            };
        }
    }

    private static final List<String> FILES = List.of("model.safetensors", "optimizer.safetensors", "config.json",
        "tokenizer.json", "run.yaml", "state.json", "checksums.sha256");

    @TempDir
    private static Path folder;
    private static TinyRun whole;
    private static TinyRun half;

    @BeforeAll
    static void train() throws IOException {
        whole = TinyRun.in(folder);
        whole.train();
        half = whole.at("half");
        half.trainSteps(2, 22);
    }

    /** A copy of the run that was stopped at step 22, with checkpoints 15, 20 and 22. */
    private static TinyRun copy(String name) throws IOException {
        TinyRun copy = half.at(name);
        Files.walkFileTree(half.runs(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(copy.runs().resolve(half.runs().relativize(from)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                Files.copy(from, copy.runs().resolve(half.runs().relativize(from)));
                return FileVisitResult.CONTINUE;
            }
        });
        return copy;
    }

    private static Path checkpoint(TinyRun run, long step) {
        return run.folder().checkpoints().resolve(Checkpoint.name(step));
    }

    /** Goes on to the end and says how the checkpoint was chosen. */
    private static Event.Resumed finish(TinyRun run) throws IOException {
        assertEquals(Trainer.Outcome.FINISHED, run.train());
        Compared.assertSameEnd(whole, run);
        return run.journal(Event.Resumed.class).getLast();
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= 1 << 5;
        return flipped;
    }

    @TestFactory
    List<DynamicTest> aDamagedFileMeansTheCheckpointBefore() {
        return FILES.stream().flatMap(name -> Stream.of(Damage.values())
            .filter(damage -> damage.ofAllFiles || name.startsWith("state") || name.startsWith("checksums"))
            .map(damage -> DynamicTest.dynamicTest(name + ", " + damage, () -> damaged(name, damage)))).toList();
    }

    private static void damaged(String name, Damage damage) throws IOException {
        TinyRun run = copy(name + " " + damage);
        Path file = checkpoint(run, 22).resolve(name);
        Files.write(file, damage.to(Files.readAllBytes(file)));
        Event.Resumed resumed = finish(run);
        assertEquals(20, resumed.step());
        assertEquals("step-00000020", resumed.checkpoint());
        assertEquals(1, resumed.refused().size(), resumed.toString());
        String why = resumed.refused().getFirst();
        assertTrue(why.startsWith("step-00000022: "), why);
        assertTrue(why.contains(name) || name.equals("checksums.sha256"), why);
        assertEquals(1, why.lines().count(), why);
        assertTrue(Compared.names(run.folder().checkpoints()).contains("damaged-step-00000022"));
    }

    @Test
    void aMissingFileMeansTheCheckpointBefore() throws IOException {
        TinyRun run = copy("missing");
        Files.delete(checkpoint(run, 22).resolve("optimizer.safetensors"));
        Files.delete(checkpoint(run, 20).resolve("checksums.sha256"));
        Event.Resumed resumed = finish(run);
        assertEquals(15, resumed.step());
        assertEquals(List.of("step-00000022: optimizer.safetensors is missing",
            "step-00000020: checksums.sha256 is missing"), resumed.refused());
    }

    @Test
    void allDamagedMeansTheStart() throws IOException {
        TinyRun run = copy("all");
        for (long step : new long[] {15, 20, 22}) {
            Files.write(checkpoint(run, step).resolve("model.safetensors"), new byte[] {1, 2, 3});
        }
        Event.Resumed resumed = finish(run);
        assertEquals(0, resumed.step());
        assertEquals("", resumed.checkpoint());
        assertEquals(3, resumed.refused().size());
    }

    @Test
    void brokenStateWithTheRightChecksumIsRefused() throws IOException {
        int broken = 0;
        for (String state : List.of("{\"step\": 22,\n \"sequences\":", "null", "[]", "{\"step\": 22}", "{\"step\": 21}",
            Files.readString(checkpoint(half, 20).resolve("state.json")))) {
            TinyRun run = copy("state " + broken++);
            rewrite(checkpoint(run, 22), "state.json", state);
            Event.Resumed resumed = finish(run);
            assertEquals(20, resumed.step());
            String why = resumed.refused().getFirst();
            assertTrue(why.startsWith("step-00000022: state.json "), why);
            assertEquals(1, why.lines().count(), why);
        }
    }

    /** Writes a file of a checkpoint and its checksum. */
    private static void rewrite(Path checkpoint, String name, String text) throws IOException {
        Files.writeString(checkpoint.resolve(name), text);
        Path sums = checkpoint.resolve("checksums.sha256");
        List<String> lines = Files.readAllLines(sums).stream().map(line -> line.endsWith("  " + name)
            ? sha256(text.getBytes(StandardCharsets.UTF_8)) + "  " + name : line).toList();
        Files.writeString(sums, String.join("\n", lines) + "\n");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    @Test
    void theChecksumsAreThoseOfSha256sum() throws IOException {
        for (String line : Files.readAllLines(checkpoint(half, 22).resolve("checksums.sha256"))) {
            String name = line.substring(66);
            assertEquals(sha256(Files.readAllBytes(checkpoint(half, 22).resolve(name))), line.substring(0, 64), name);
        }
    }

    @Test
    void aHalfWrittenCheckpointIsIgnoredAndRemoved() throws IOException {
        TinyRun run = copy("unfinished");
        Path unfinished = run.folder().checkpoints().resolve(".step-00000023.tmp");
        Files.createDirectories(unfinished);
        Files.write(unfinished.resolve("model.safetensors"), new byte[1000]);
        Event.Resumed resumed = finish(run);
        assertEquals(22, resumed.step());
        assertEquals(List.of(), resumed.refused());
        assertFalse(Files.exists(unfinished));
    }

    @Test
    void theJournalsTornLastLineIsTakenOut() throws IOException {
        TinyRun run = copy("torn");
        String next = "{\"event\":\"step\",\"at\":\"2026-11-22T10:00:00Z\",\"step\":23,\"tok";
        Files.writeString(run.folder().journal(), next, StandardOpenOption.APPEND);
        finish(run);
        assertFalse(Files.readString(run.folder().journal()).contains(next));
    }

    /** As when a process is killed between the rename and the line that tells of it. */
    @Test
    void aCheckpointThatTheJournalDoesNotTellOfIsToldOf() throws IOException {
        TinyRun run = copy("untold");
        List<String> lines = Files.readAllLines(run.folder().journal());
        int saved = 0;
        while (!lines.get(saved).contains("\"step-00000022\"")) {
            saved++;
        }
        Files.write(run.folder().journal(), lines.subList(0, saved));
        assertEquals(22, finish(run).step());
        Event.Saved told = run.journal(Event.Saved.class).stream().filter(each -> each.step() == 22).findFirst()
            .orElseThrow();
        assertEquals(0, told.seconds());
        assertTrue(told.bytes() > 10_000, told.toString());
    }

    @Test
    void onlyTheNewestDamagedCheckpointsAreKept() throws IOException {
        Path checkpoints = folder.resolve("many damaged");
        for (long step = 1; step <= 9; step++) {
            Files.createDirectories(checkpoints.resolve(Checkpoint.name(step)));
        }
        Checkpoints.setAside(checkpoints, 4);
        assertEquals(List.of("damaged-step-00000008", "damaged-step-00000009", "step-00000001", "step-00000002",
            "step-00000003", "step-00000004"), Compared.names(checkpoints));
    }

    @Test
    void stepsAfterTheCheckpointThatWasLostAreDoneAgain() throws IOException {
        TinyRun run = copy("lost");
        Durable.delete(checkpoint(run, 22));
        assertEquals(20, finish(run).step());
    }

    @Test
    void damagedShardsAreMadeAgain() throws IOException {
        TinyRun run = copy("shards");
        Path shards = run.folder().textCache().resolve(
            Checkpoint.at(checkpoint(run, 22)).state().dataset());
        Path tokens = shards.resolve("train.tokens");
        Files.write(tokens, flipped(Files.readAllBytes(tokens), 4000));
        assertEquals(22, finish(run).step());
    }

    @Test
    void aChangedTextIsRefusedOnlyWhereItsShardsAreGone() throws IOException {
        TinyRun own = new TinyRun(TinyRun.writeCorpus(folder.resolve("another corpus")), folder.resolve("own"),
            List.of());
        own.trainSteps(2, 7);
        Files.writeString(own.corpus().resolve("part-3.txt"), "something else");
        assertEquals(Trainer.Outcome.INTERRUPTED, own.trainSteps(2, 4));
        Durable.delete(own.folder().textCache());
        TrainException refused = assertThrows(TrainException.class, own::train);
        assertTrue(refused.getMessage().contains(": the text has changed since the run began, and its token shards are"
            + " gone from "), refused.getMessage());
    }

    @Test
    void aDamagedPlanOrRunFileIsRefusedInOneLine() throws IOException {
        TinyRun plan = copy("plan");
        Files.writeString(plan.folder().planFile(), "{\"name\":\n");
        RuntimeException refused = assertThrows(RuntimeException.class, plan::train);
        assertEquals(1, refused.getMessage().lines().count());
        assertTrue(refused.getMessage().startsWith(plan.folder().planFile() + ": "), refused.getMessage());
    }
}
