package dev.longrun.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Lets one process at a time build a dataset. It saves double work and is not needed for safety: each builds under a
 * name of its own, and the rename at the end is atomic. So where a file system has no locks, there is none.
 */
final class BuildLock implements AutoCloseable {

    private static final String STAGE = "Waiting for another run that prepares the same text";
    private static final long PAUSE_MILLIS = 100;

    /** Beyond the file's bytes, for some systems let nobody read locked ones. */
    static final long FAR = Long.MAX_VALUE - 1;

    private final Path file;
    private final FileChannel channel;
    private final boolean held;

    private BuildLock(Path file, FileChannel channel, boolean held) {
        this.file = file;
        this.channel = channel;
        this.held = held;
    }

    /** Waits until it is free. */
    static BuildLock take(Path file, Watcher watcher) throws IOException {
        while (true) {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                waitFor(channel, watcher);
                if (stillThere(file, channel)) {
                    return new BuildLock(file, channel, true);
                }
                channel.close();
            } catch (IOException e) {
                return new BuildLock(file, channel, false);
            }
        }
    }

    /** False where the file system has no locks. */
    boolean held() {
        return held;
    }

    private static void waitFor(FileChannel channel, Watcher watcher) throws IOException {
        while (attempt(channel).isEmpty()) {
            watcher.progress(STAGE, 0);
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                channel.close();
                Thread.currentThread().interrupt();
                throw new TextException("interrupted while waiting for another run to prepare the same text", e);
            }
        }
    }

    /**
     * False when the file was deleted by the one who held it before, so that a newcomer may hold another one. Told by a
     * size drawn at random and read by name: the file must not be opened again, for POSIX drops all of a process's
     * locks on a file when the process closes any of its descriptors.
     */
    private static boolean stillThere(Path file, FileChannel channel) throws IOException {
        long size = 1 + ThreadLocalRandom.current().nextInt(1 << 20);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
        try {
            return Files.size(file) == size;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static Optional<FileLock> attempt(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock(FAR, 1, false));
        } catch (OverlappingFileLockException e) {
            // Held by another thread of this process.
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }
}
