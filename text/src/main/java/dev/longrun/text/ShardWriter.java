package dev.longrun.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes tokens as little-endian integers of 2 or 4 bytes. */
final class ShardWriter implements AutoCloseable {

    private final FileChannel channel;
    private final int tokenBytes;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    private long size;

    ShardWriter(Path file, int tokenBytes) throws IOException {
        this.tokenBytes = tokenBytes;
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    void write(int[] tokens, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            if (buffer.remaining() < tokenBytes) {
                flush();
            }
            if (tokenBytes == 2) {
                buffer.putShort((short) tokens[i]);
            } else {
                buffer.putInt(tokens[i]);
            }
        }
        size += count;
    }

    /** Tokens written so far. */
    long size() {
        return size;
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            flush();
            channel.force(true);
        }
    }
}
