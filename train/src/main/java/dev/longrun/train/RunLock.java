package dev.longrun.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One process on a run folder: a lock that the system lets go of when the process ends, however it ends. */
final class RunLock implements AutoCloseable {

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks a run folder, which is made if need be.
     *
     * @throws TrainException if another process, or another part of this one, has it
     */
    static RunLock take(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new RunLock(channel);
            }
        } catch (OverlappingFileLockException here) {
            channel.close();
            throw inUse(folder);
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
        channel.close();
        throw inUse(folder);
    }

    private static TrainException inUse(Path folder) {
        return new TrainException(folder + ": another process is training this run; wait for it, stop it, or give "
            + "the run another name with --set name=...");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
