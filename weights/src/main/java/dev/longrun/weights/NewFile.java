package dev.longrun.weights;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file in the making: it has its name only once it is whole and on the disk; closed before that, it is gone. */
final class NewFile implements WritableByteChannel {

    private final Path file;
    private final Path temporary;
    private final FileChannel channel;
    private long written;
    private boolean whole;

    NewFile(Path file) throws IOException {
        this.file = file.toAbsolutePath();
        temporary = this.file.resolveSibling("." + this.file.getFileName() + ".tmp");
        channel = FileChannel.open(temporary, CREATE, TRUNCATE_EXISTING, WRITE);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        TensorSource.writeFully(channel, bytes);
        written += count;
        return count;
    }

    /** Bytes so far. */
    long written() {
        return written;
    }

    /** Zeros up to a multiple of {@code alignment}. */
    void pad(long alignment) throws IOException {
        write(ByteBuffer.allocate((int) (Gguf.padded(written, alignment) - written)));
    }

    /** Syncs the file and gives it its name. */
    void commit() throws IOException {
        channel.force(true);
        channel.close();
        Durable.rename(temporary, file);
        whole = true;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (!whole) {
            Files.deleteIfExists(temporary);
        }
    }
}
