package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no more: one line, the old checkpoint stays, and with room made the same command goes on. */
class DiskFullTest {

    private static final String GOES_ON = "; make room and run the same command again";

    @TempDir
    private Path folder;

    @Test
    void aFullDiskKeepsTheOldCheckpoint() throws IOException, InterruptedException {
        Path disk = Files.createDirectories(folder.resolve("a disk"));
        assumeTrue(command("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString()),
            "a small disk can be mounted only by root on Linux");
        try {
            TinyRun whole = TinyRun.in(folder);
            whole.train();
            TinyRun run = new TinyRun(whole.corpus(), disk.resolve("runs"), List.of("training.keep_last=100"));
            run.trainSteps(2, 12);

            Path ballast = disk.resolve("ballast");
            fill(ballast, 60_000);
            TrainException full = assertThrows(TrainException.class, run::train);
            assertEquals(1, full.getMessage().lines().count());
            assertTrue(full.getMessage().startsWith(run.folder().path()
                + ": the checkpoint of step 15 could not be written ("), full.getMessage());
            assertTrue(full.getMessage().endsWith("; step-00000012 is in place" + GOES_ON),
                full.getMessage());
            List<String> there = List.of("step-00000005", "step-00000010", "step-00000012");
            assertEquals(there, Compared.names(run.folder().checkpoints()));

            fill(disk.resolve("more ballast"), 0);
            TrainException nothing = assertThrows(TrainException.class, run::train);
            assertEquals(1, nothing.getMessage().lines().count());
            assertTrue(nothing.getMessage().endsWith("; step-00000012 is in place" + GOES_ON), nothing.getMessage());
            assertEquals(there, Compared.names(run.folder().checkpoints()));

            Files.delete(ballast);
            assertEquals(Trainer.Outcome.FINISHED, run.train());
            Compared.assertSameEnd(whole, run);
        } finally {
            command("umount", disk.toString());
        }
    }

    @Test
    void aDiskThatIsFullFromTheStartHoldsNothing() throws IOException, InterruptedException {
        Path disk = Files.createDirectories(folder.resolve("a disk"));
        assumeTrue(command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()),
            "a small disk can be mounted only by root on Linux");
        try {
            TinyRun run = new TinyRun(TinyRun.in(folder).corpus(), disk.resolve("runs"), List.of());
            fill(disk.resolve("ballast"), 8_192);
            RuntimeException refused = assertThrows(RuntimeException.class, run::train);
            assertEquals(1, refused.getMessage().lines().count());
            assertTrue(refused.getMessage().contains("No space left on device"), refused.getMessage());
            assertEquals(List.of("ballast"), Compared.names(disk));
        } finally {
            command("umount", disk.toString());
        }
    }

    /** The same on any system, with a file where the folder of checkpoints was. */
    @Test
    void aCheckpointThatCannotBeWrittenKeepsTheOldOnes() throws IOException {
        TinyRun whole = TinyRun.in(folder);
        whole.train();
        TinyRun run = whole.at("in the way");
        Path checkpoints = run.folder().checkpoints();
        Path aside = checkpoints.resolveSibling("aside");
        // A checkpoint is written behind training: nothing is under way once it is told of, and until the next is due.
        TrainException refused = assertThrows(TrainException.class, () -> run.train(1, TinyRun.listener(event -> {
            if (event instanceof Event.Saved saved && saved.step() == 10) {
                swap(checkpoints, aside);
            }
        }), () -> false));
        assertEquals(1, refused.getMessage().lines().count());
        assertTrue(refused.getMessage().startsWith(run.folder().path()
            + ": the checkpoint of step 15 could not be written ("), refused.getMessage());
        assertTrue(refused.getMessage().endsWith("; step-00000010 is in place" + GOES_ON), refused.getMessage());
        assertFalse(Files.isDirectory(checkpoints));
        Files.delete(checkpoints);
        Files.move(aside, checkpoints);
        assertEquals(Trainer.Outcome.FINISHED, run.train());
        Compared.assertSameEnd(whole, run);
    }

    private static void swap(Path checkpoints, Path aside) {
        try {
            Files.move(checkpoints, aside);
            Files.createFile(checkpoints);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Takes all room of a disk but so many bytes. */
    private static void fill(Path file, long left) throws IOException {
        ByteBuffer kilobyte = ByteBuffer.allocate(1024);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (Files.getFileStore(file).getUsableSpace() > left) {
                channel.write(kilobyte.clear());
            }
        } catch (IOException full) {
            assertEquals(0, left, full.toString());
        }
    }

    private static boolean command(String... words) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(words).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }
}
