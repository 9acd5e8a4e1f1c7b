package dev.longrun.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** One process on a run folder: a lock that the system lets go of when the process ends, however it ends. */
final class RunLock implements AutoCloseable {

    private static final String NAME = ".lock";

    private final FileChannel channel;
    private final List<Path> made;

    private RunLock(FileChannel channel, List<Path> made) {
        this.channel = channel;
        this.made = made;
    }

    /**
     * Locks a run folder, which is made if need be.
     *
     * @throws TrainException if another process, or another part of this one, has it
     */
    static RunLock take(Path folder) throws IOException {
        List<Path> made = new ArrayList<>();
        for (Path at = folder.toAbsolutePath(); at != null && !Files.exists(at); at = at.getParent()) {
            made.add(at);
        }
        Files.createDirectories(folder);
        FileChannel channel = FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new RunLock(channel, made);
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
            Files.deleteIfExists(folder.planFile());
            List<Path> empty = new ArrayList<>(List.of(folder.checkpoints(), folder.path(), folder.textCache()));
            empty.addAll(made);
            for (Path each : empty) {
                try {
                    Files.deleteIfExists(each);
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
