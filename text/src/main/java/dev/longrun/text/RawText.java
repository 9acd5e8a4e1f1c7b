package dev.longrun.text;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The raw text of one side of the split, memory-mapped: documents one behind another. */
final class RawText implements AutoCloseable {

    private final Arena arena;
    private final MemorySegment text;
    private final long[] starts;

    private RawText(Arena arena, MemorySegment text, long[] starts) {
        this.arena = arena;
        this.text = text;
        this.starts = starts;
    }

    /** Document i is the bytes starts[i] to starts[i + 1]. */
    static RawText open(Path file, long[] starts) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long bytes = starts[starts.length - 1];
            return new RawText(arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes, arena), starts);
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    int documents() {
        return starts.length - 1;
    }

    long bytes() {
        return starts[starts.length - 1];
    }

    long start(int document) {
        return starts[document];
    }

    byte at(long place) {
        return text.get(ValueLayout.JAVA_BYTE, place);
    }

    /** Copies the bytes [from, from + count). */
    void copy(long from, byte[] into, int count) {
        MemorySegment.copy(text, ValueLayout.JAVA_BYTE, from, into, 0, count);
    }

    @Override
    public void close() {
        arena.close();
    }
}
