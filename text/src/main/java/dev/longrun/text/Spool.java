package dev.longrun.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One side of the split while it is gathered: documents in a row in a file, at most so many bytes of them. */
final class Spool implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final long most;
    private final LongList ends = new LongList();
    private long bytes;
    private long cutOff;

    Spool(Path file, long most) throws IOException {
        this.file = file;
        this.most = most;
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    }

    boolean full() {
        return bytes >= most;
    }

    long bytes() {
        return bytes;
    }

    long most() {
        return most;
    }

    /** Room for the part [from, from + count) of a document, less where the spool gets full. */
    Place reserve(int from, int count) {
        int fits = (int) Math.min(count, most - bytes);
        Place place = new Place(this, bytes, from, fits, fits < count);
        bytes += fits;
        ends.add(bytes);
        return place;
    }

    void write(long at, byte[] document, int from, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(document, from, count);
        for (long to = at; buffer.hasRemaining();) {
            to += channel.write(buffer, to);
        }
    }

    /** The last document turned out shorter: it was cut at the boundary of a character. */
    void cutLast(int fewer) {
        cutOff = fewer;
    }

    RawText finish() throws IOException {
        channel.close();
        long[] starts = new long[ends.size() + 1];
        System.arraycopy(ends.copy(), 0, starts, 1, ends.size());
        starts[starts.length - 1] -= cutOff;
        return RawText.open(file, starts);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
