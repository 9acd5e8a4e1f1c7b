package dev.longrun.weights;

import static dev.longrun.weights.WeightsException.quoted;
import static dev.longrun.weights.WeightsException.require;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The checked header of one GGUF file: every tensor lies inside the file, at a multiple of the alignment, and none
 * inside another.
 *
 * @param metadata by key
 * @param tensors in the file's order
 */
record GgufHeader(Map<String, GgufValue> metadata, List<StoredTensor> tensors) {

    /** Far more than any model has; each costs memory. */
    private static final int MOST_KEYS = 1 << 16;
    private static final int MOST_KEY_BYTES = 1 << 16;
    /** Length, type and value of a key, or length, axes, type and offset of a tensor: the fewest bytes. */
    private static final int FEWEST_KEY_BYTES = 8 + 4 + 1;
    private static final int FEWEST_TENSOR_BYTES = 8 + 4 + 4 + 8;

    private record Line(String name, TensorType type, List<Long> shape, long offset, long bytes) {

        private String place() {
            return "tensor " + quoted(name) + ": ";
        }
    }

    /** Parses and checks; a {@link WeightsException} is one line without the file's name. */
    static GgufHeader parse(MemorySegment all) {
        GgufReader reader = new GgufReader(all);
        require(all.byteSize() >= 4 && reader.u32() == Gguf.MAGIC, "not a GGUF file: it does not begin with GGUF");
        int version = reader.u32();
        require(version == Gguf.VERSION || version == 2, "GGUF version " + Integer.toUnsignedString(version)
            + (Integer.reverseBytes(version) == Gguf.VERSION ? ", big-endian" : "")
            + "; versions 2 and 3, little-endian, can be read");
        long count = count(reader, "tensors", FEWEST_TENSOR_BYTES, Integer.MAX_VALUE);
        Map<String, GgufValue> metadata = metadata(reader, count(reader, "keys", FEWEST_KEY_BYTES, MOST_KEYS));
        long alignment = Gguf.alignment(metadata);
        List<Line> lines = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (long i = 0; i < count; i++) {
            Line line = line(reader);
            require(names.add(line.name()), line.place() + "there are two of that name");
            require(line.offset() >= 0 && line.offset() % alignment == 0, line.place() + "offset "
                + Long.toUnsignedString(line.offset()) + " is no multiple of the alignment " + alignment);
            lines.add(line);
        }
        long begin = Gguf.padded(reader.at(), alignment);
        checkPlaces(lines, Math.max(0, all.byteSize() - begin));
        return new GgufHeader(metadata, lines.stream().map(line -> new StoredTensor(line.name(), line.type(),
            line.shape(), line.bytes() == 0 ? MemorySegment.NULL : all.asSlice(begin + line.offset(), line.bytes())))
            .toList());
    }

    private static long count(GgufReader reader, String what, int fewestBytes, long most) {
        long count = reader.u64();
        require(count >= 0 && count <= Math.min(most, reader.left() / fewestBytes), Long.toUnsignedString(count) + " "
            + what + " cannot stand in the " + reader.left() + " bytes that follow");
        return count;
    }

    private static Map<String, GgufValue> metadata(GgufReader reader, long count) {
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            String key = reader.text(MOST_KEY_BYTES);
            GgufType type = reader.type();
            try {
                require(metadata.put(key, reader.value(type)) == null, "there are two");
            } catch (WeightsException e) {
                throw new WeightsException("key " + quoted(key) + ": " + e.getMessage(), e);
            }
        }
        return metadata;
    }

    private static Line line(GgufReader reader) {
        String name = reader.text(MOST_KEY_BYTES);
        String place = "tensor " + quoted(name) + ": ";
        int axes = reader.u32();
        require(axes >= 0 && axes <= Gguf.MOST_AXES, place + Integer.toUnsignedString(axes)
            + " axes; at most " + Gguf.MOST_AXES + " can be");
        List<Long> shape = new ArrayList<>();
        long values = 1;
        for (int axis = 0; axis < axes; axis++) {
            long size = reader.u64();
            require(size >= 0 && (size == 0 || values <= Long.MAX_VALUE / 64 / size), place + "an axis of "
                + Long.toUnsignedString(size) + " makes it too large");
            values *= size;
            shape.addFirst(size);
        }
        int id = reader.u32();
        TensorType type = TensorType.ofGguf(id).orElseThrow(() -> new WeightsException(place + "type "
            + Integer.toUnsignedString(id) + " is not known here"));
        long row = shape.isEmpty() ? 1 : shape.getLast();
        require(row % type.blockValues() == 0, place + "rows of " + row + " values cannot be " + type
            + ", which packs blocks of " + type.blockValues());
        return new Line(name, type, List.copyOf(shape), reader.u64(), type.bytes(values));
    }

    private static void checkPlaces(List<Line> lines, long dataBytes) {
        long end = 0;
        for (Line line : lines.stream().sorted(Comparator.comparingLong(Line::offset).thenComparingLong(Line::bytes))
            .toList()) {
            require(line.offset() >= end, line.place() + "begins at " + line.offset()
                + ", inside the one before, which ends at " + end);
            require(line.bytes() <= dataBytes - line.offset(), line.place() + line.bytes() + " bytes at "
                + line.offset() + ", but only " + dataBytes + " follow the header: the file is cut short");
            end = line.offset() + line.bytes();
        }
    }

    /** Whether this is the part that its file's name says. */
    void checkPart(int part, int parts) {
        checkNumber("split.no", part);
        checkNumber("split.count", parts);
    }

    private void checkNumber(String key, long wanted) {
        long found = metadata.get(key) instanceof GgufValue.Whole whole ? whole.value() : -1;
        require(found == wanted, key + " is " + (found < 0 ? "missing" : String.valueOf(found))
            + "; expected " + wanted + " by the file's name");
    }
}
