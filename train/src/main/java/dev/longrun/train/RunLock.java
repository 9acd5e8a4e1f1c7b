package dev.longrun.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** One process on a run folder: a lock that the system lets go of when the process ends, however it ends. */
final class RunLock implements AutoCloseable {

    private static final String NAME = ".lock";

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
        FileChannel channel = FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE,
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

    /** Where no run came about, the folders that were made for it go again, as far as they are empty. */
    void leaveNothingOf(RunFolder folder) throws IOException {
        if (!folder.holdsRun()) {
            Files.deleteIfExists(folder.path().resolve(NAME));
            for (Path made : List.of(folder.checkpoints(), folder.path(), folder.textCache(),
                folder.path().toAbsolutePath().getParent())) {
                try {
                    Files.deleteIfExists(made);
                } catch (DirectoryNotEmptyException stays) {
                    continue;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
