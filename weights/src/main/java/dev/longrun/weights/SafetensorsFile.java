package dev.longrun.weights;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A safetensors file, memory-mapped. Everything that its header claims is checked at opening, before anything is used:
 * lengths, offsets, overlaps, gaps, names that come twice. Writing: {@link Safetensors}.
 */
public final class SafetensorsFile implements TensorFile {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** The format's own limit. */
    private static final long MOST_HEADER_BYTES = 100_000_000;

    private final Path file;
    private final Arena arena;
    private final Map<String, String> metadata;
    private final SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();

    private SafetensorsFile(Path file, Arena arena, MemorySegment data, SafetensorsHeader header) {
        this.file = file;
        this.arena = arena;
        this.metadata = header.metadata();
        header.entries().forEach((name, entry) -> tensors.put(name, new StoredTensor(name, entry.type(),
            entry.shape(), data.asSlice(entry.begin(), entry.end() - entry.begin()))));
    }

    /**
     * Opens and checks.
     *
     * @throws WeightsException in one line, if there is no such file, or it is broken, cut short or no safetensors file
     */
    public static SafetensorsFile open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new WeightsException(file + ": no such file");
        }
        Arena arena = Arena.ofShared();
        boolean opened = false;
        try (FileChannel channel = FileChannel.open(file, READ)) {
            MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            SafetensorsHeader header = header(all);
            MemorySegment data = all.asSlice(Long.BYTES + all.get(LONG, 0));
            SafetensorsFile whole = new SafetensorsFile(file, arena, data, header);
            opened = true;
            return whole;
        } catch (IOException e) {
            throw new WeightsException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (WeightsException e) {
            throw new WeightsException(file + ": " + e.getMessage(), e);
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    private static SafetensorsHeader header(MemorySegment all) {
        if (all.byteSize() < Long.BYTES) {
            throw new WeightsException("not a safetensors file: " + all.byteSize() + " bytes, shorter than a header");
        }
        long length = all.get(LONG, 0);
        long room = Math.min(MOST_HEADER_BYTES, all.byteSize() - Long.BYTES);
        if (length < 2 || length > room) {
            throw new WeightsException("not a safetensors file, or cut short: a header of "
                + Long.toUnsignedString(length) + " bytes, at most " + room + " can be");
        }
        byte[] bytes = all.asSlice(Long.BYTES, length).toArray(ValueLayout.JAVA_BYTE);
        return SafetensorsHeader.parse(bytes, all.byteSize() - Long.BYTES - length);
    }

    @Override
    public String place() {
        return file.toString();
    }

    @Override
    public SequencedMap<String, StoredTensor> tensors() {
        return Collections.unmodifiableSequencedMap(tensors);
    }

    /** The tensors' names, in the header's order. */
    public Set<String> names() {
        return tensors().sequencedKeySet();
    }

    /** The strings of {@code __metadata__}. */
    public Map<String, String> metadata() {
        return metadata;
    }

    @Override
    public void close() {
        arena.close();
    }
}
