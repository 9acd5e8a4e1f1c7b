package dev.longrun.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildLockTest {

    /** Another process: says whether it gets the lock. */
    static final class Other {

        private Other() {
        }

        public static void main(String[] args) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
                System.out.print(channel.tryLock(BuildLock.FAR, 1, false) == null ? "refused" : "taken");
            }
        }
    }

    private static String byAnotherProcess(Path file) throws IOException, InterruptedException {
        String classes = String.join(File.pathSeparator, place(BuildLockTest.class), place(BuildLock.class));
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-cp", classes, Other.class.getName(), file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static String place(Class<?> type) {
        return Path.of(java.net.URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
            .toString();
    }

    @Test
    void keepsOtherProcessesOut(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("a.lock");
        Files.createFile(file);
        assertEquals("taken", byAnotherProcess(file));
        try (BuildLock lock = BuildLock.take(file, Watcher.SILENT)) {
            assertTrue(lock.held());
            assertEquals("refused", byAnotherProcess(file));
        }
        assertFalse(Files.exists(file));
    }

    @Test
    void waitsForAnotherThreadOfThisProcess(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("a.lock");
        BuildLock first = BuildLock.take(file, Watcher.SILENT);
        boolean[] taken = new boolean[1];
        Thread second = Thread.ofVirtual().start(() -> {
            try (BuildLock lock = BuildLock.take(file, Watcher.SILENT)) {
                taken[0] = lock.held();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        Thread.sleep(300);
        assertFalse(taken[0]);
        first.close();
        second.join();
        assertTrue(taken[0]);
    }
}
