package dev.longrun.model;

import static java.nio.file.StandardOpenOption.READ;

import dev.longrun.model.SafetensorsHeader.Entry;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A safetensors file, memory-mapped. Everything that its header claims is checked at opening, before anything is used:
 * lengths, offsets, overlaps, gaps, names that come twice. Writing: {@link Safetensors}.
 */
public final class SafetensorsFile implements AutoCloseable {

    private static final ValueLayout.OfFloat FLOAT =
        ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
        ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** The format's own limit. */
    private static final long MOST_HEADER_BYTES = 100_000_000;

    private final Path file;
    private final Arena arena;
    private final MemorySegment data;
    private final SafetensorsHeader header;

    private SafetensorsFile(Path file, Arena arena, MemorySegment data, SafetensorsHeader header) {
        this.file = file;
        this.arena = arena;
        this.data = data;
        this.header = header;
    }

    /**
     * Opens and checks.
     *
     * @throws ModelException in one line, if there is no such file, or it is broken, cut short or no safetensors file
     */
    public static SafetensorsFile open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelException(file + ": no such file");
        }
        Arena arena = Arena.ofShared();
        boolean opened = false;
        try (FileChannel channel = FileChannel.open(file, READ)) {
            MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            SafetensorsHeader header = header(all);
            MemorySegment data = all.asSlice(Long.BYTES + all.get(LONG, 0));
            opened = true;
            return new SafetensorsFile(file, arena, data, header);
        } catch (IOException e) {
            throw new ModelException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (ModelException e) {
            throw new ModelException(file + ": " + e.getMessage(), e);
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    private static SafetensorsHeader header(MemorySegment all) {
        if (all.byteSize() < Long.BYTES) {
            throw new ModelException("not a safetensors file: " + all.byteSize() + " bytes, shorter than a header");
        }
        long length = all.get(LONG, 0);
        long room = Math.min(MOST_HEADER_BYTES, all.byteSize() - Long.BYTES);
        if (length < 2 || length > room) {
            throw new ModelException("not a safetensors file, or cut short: a header of "
                + Long.toUnsignedString(length) + " bytes, at most " + room + " can be");
        }
        byte[] bytes = all.asSlice(Long.BYTES, length).toArray(ValueLayout.JAVA_BYTE);
        return SafetensorsHeader.parse(bytes, all.byteSize() - Long.BYTES - length);
    }

    /** The tensors' names, in the header's order. */
    public Set<String> names() {
        return header.entries().keySet();
    }

    /** The strings of {@code __metadata__}. */
    public Map<String, String> metadata() {
        return header.metadata();
    }

    /**
     * The shape of a tensor.
     *
     * @throws ModelException if it is not in the file
     */
    public List<Long> shape(String name) {
        return entry(name).shape();
    }

    /**
     * Reads a tensor of F32, F16 or BF16 as floats.
     *
     * @param shape that it must have
     * @throws ModelException if it is missing, or has another shape or type
     */
    public void read(String name, int[] shape, float[] into, int at) {
        Entry entry = entry(name);
        List<Long> wanted = Arrays.stream(shape).asLongStream().boxed().toList();
        if (!entry.shape().equals(wanted)) {
            throw new ModelException(file + ": " + name + " has shape " + entry.shape() + ", expected " + wanted);
        }
        MemorySegment from = data.asSlice(entry.begin(), entry.end() - entry.begin());
        switch (entry.type()) {
            case "F32" -> MemorySegment.copy(from, FLOAT, 0, into, at, (int) (from.byteSize() / Float.BYTES));
            case "F16" -> {
                for (long i = 0; i < from.byteSize() / 2; i++) {
                    into[at + (int) i] = Float.float16ToFloat(from.get(SHORT, 2 * i));
                }
            }
            case "BF16" -> {
                for (long i = 0; i < from.byteSize() / 2; i++) {
                    into[at + (int) i] = Float.intBitsToFloat(from.get(SHORT, 2 * i) << 16);
                }
            }
            default -> throw new ModelException(file + ": " + name + " is " + entry.type()
                + "; F32, F16 and BF16 can be read");
        }
    }

    private Entry entry(String name) {
        Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new ModelException(file + ": no tensor " + name);
        }
        return entry;
    }

    @Override
    public void close() {
        arena.close();
    }
}
