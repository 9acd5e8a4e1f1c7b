package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.run.RunFileException;
import dev.longrun.text.TextException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be trained is refused in one line, and nothing is left of it. */
class BadInputTest {

    @TempDir
    private Path folder;

    private <X extends RuntimeException> void refused(Class<X> type, TinyRun run, String... parts) {
        X refused = assertThrows(type, run::train);
        told(refused, parts);
        assertFalse(Files.exists(run.runs()), "something is left in " + run.runs());
    }

    private static void told(RuntimeException refused, String... parts) {
        assertEquals(1, refused.getMessage().lines().count(), refused.getMessage());
        for (String part : parts) {
            assertTrue(refused.getMessage().contains(part), refused.getMessage());
        }
    }

    private TinyRun withSource(Path source) {
        return TinyRun.in(folder).with("data.source=[\"" + source + "\"]");
    }

    @Test
    void aCorpusThatIsNotThere() {
        refused(TextException.class, withSource(folder.resolve("no such folder")), "no such folder");
    }

    @Test
    void aCorpusWithoutText() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        refused(TextException.class, withSource(empty), empty.toString());
        Files.write(empty.resolve("binary.txt"), new byte[] {0, 1, 2, 3, (byte) 0xff});
        Files.createFile(empty.resolve("nothing.txt"));
        refused(TextException.class, withSource(empty), empty.toString(), "no text could be read");
    }

    @Test
    void aZipThatIsBroken() throws IOException {
        Path zip = Files.write(folder.resolve("broken.zip"), new byte[] {'P', 'K', 3, 4, 0, 0, 9, 9});
        refused(TextException.class, withSource(zip), zip.toString());
    }

    @Test
    void aVocabularyThatTheTextCannotFill() {
        refused(TextException.class, TinyRun.in(folder).with("model.vocabulary=3500"), "3500");
        refused(RunFileException.class, TinyRun.in(folder).with("model.vocabulary=100000"), "model.vocabulary");
    }

    @Test
    void aTextShorterThanASequence() {
        refused(TrainException.class, TinyRun.in(folder).with("model.context=65536",
            "training.micro_batch_tokens=65536", "training.batch_tokens=65536", "training.tokens=65536"),
            "tiny: the training text is ", "fewer than one sequence of 65536 (model.context)");
    }

    @Test
    void aRunFolderThatWasThereStays() throws IOException {
        TinyRun run = withSource(folder.resolve("no such folder"));
        Path other = Files.createDirectories(run.runs().resolve("another run"));
        assertThrows(TextException.class, run::train);
        assertEquals(List.of("another run"), Compared.names(run.runs()));
        Files.delete(other);
        assertThrows(TextException.class, run::train);
        assertTrue(Files.exists(run.runs()), "a folder that was there before was taken away");
    }

    @Test
    void memoryThatIsTooSmall() {
        refused(RunFileException.class, TinyRun.in(folder).with("hardware.memory=50 MB"), "of memory", "50 MB");
        TinyRun run = TinyRun.in(folder);
        TrainException refused = assertThrows(TrainException.class, () -> run.resolved().requireHeap(2, 100_000));
        told(refused, "tiny: needs ", " MB of Java's heap");
        run.resolved().requireHeap(2, 1_000_000_000);
    }

    @Test
    void aDiskThatIsTooSmall() {
        TinyRun run = TinyRun.in(folder);
        RunFileException refused = assertThrows(RunFileException.class, () -> TrainingRun.of(run.file(), run.runs(),
            () -> Optional.of(TinyRun.speed()), OptionalLong.of(300_000)));
        told(refused, "of disk", "4 checkpoints", "300 kB are free");
        assertFalse(Files.exists(run.runs()));
    }

    @Test
    void aModelThatIsOnlyPlanned() {
        refused(RunFileException.class, TinyRun.in(folder).with("model.experts=8"),
            "model.experts=8", "this machine trains experts in mixtral, qwen3_moe, grok1 and grok2; to plan it, name "
                + "accelerators");
        refused(RunFileException.class, TinyRun.in(folder).with("model.activation=geglu"), "model.activation");
        refused(RunFileException.class, TinyRun.in(folder).with("training.precision=mxfp8"), "training.precision");
    }

    @Test
    void aRunForOtherHardware() {
        refused(TrainException.class, TinyRun.in(folder).with("hardware.preset=h100-sxm-80gb"),
            "tiny: is planned for 1 x h100-sxm-80gb; only a run with hardware: this-machine can be trained here");
    }
}
