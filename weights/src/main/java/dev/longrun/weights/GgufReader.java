package dev.longrun.weights;

import static dev.longrun.weights.WeightsException.require;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads GGUF's header from a mapped file, front to back; every length is checked against what is left of the file. */
final class GgufReader {

    private static final ValueLayout.OfShort SHORT =
        ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Lists in lists in lists: deeper ones no model has. */
    private static final int DEEPEST = 3;

    private final MemorySegment all;
    private long at;

    GgufReader(MemorySegment all) {
        this.all = all;
    }

    long at() {
        return at;
    }

    long left() {
        return all.byteSize() - at;
    }

    int u32() {
        return all.get(INT, advance(Integer.BYTES));
    }

    long u64() {
        return all.get(LONG, advance(Long.BYTES));
    }

    /** A string of at most {@code most} bytes; what is no UTF-8 in it is replaced. */
    String text(long most) {
        long length = length("a string", 1);
        require(length <= most, "a string of " + length + " bytes at byte " + at + "; at most " + most
            + " are sensible");
        byte[] bytes = all.asSlice(advance(length), length).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    String text() {
        return text(Integer.MAX_VALUE - 8);
    }

    GgufValue value(GgufType type) {
        return value(type, 0);
    }

    private GgufValue value(GgufType type, int depth) {
        return switch (type) {
            case U8 -> new GgufValue.Whole(type, all.get(ValueLayout.JAVA_BYTE, advance(1)) & 0xff);
            case I8 -> new GgufValue.Whole(type, all.get(ValueLayout.JAVA_BYTE, advance(1)));
            case U16 -> new GgufValue.Whole(type, all.get(SHORT, advance(2)) & 0xffff);
            case I16 -> new GgufValue.Whole(type, all.get(SHORT, advance(2)));
            case U32 -> new GgufValue.Whole(type, Integer.toUnsignedLong(u32()));
            case I32 -> new GgufValue.Whole(type, u32());
            case U64, I64 -> new GgufValue.Whole(type, u64());
            case F32 -> new GgufValue.Real(type, Float.intBitsToFloat(u32()));
            case F64 -> new GgufValue.Real(type, Double.longBitsToDouble(u64()));
            case BOOL -> flag();
            case STRING -> new GgufValue.Text(text());
            case ARRAY -> array(depth);
        };
    }

    private GgufValue flag() {
        byte value = all.get(ValueLayout.JAVA_BYTE, advance(1));
        require(value == 0 || value == 1, "a flag at byte " + (at - 1) + " is " + value + "; expected 0 or 1");
        return new GgufValue.Flag(value == 1);
    }

    private GgufValue array(int depth) {
        GgufType elements = type();
        require(depth < DEEPEST, "lists nested deeper than " + DEEPEST + " at byte " + at);
        long length = length("a list of " + elements, elements.bytes());
        long begin = at;
        switch (elements) {
            case STRING -> {
                for (long i = 0; i < length; i++) {
                    advance(length("a string", 1));
                }
            }
            case ARRAY -> {
                for (long i = 0; i < length; i++) {
                    array(depth + 1);
                }
            }
            default -> advance(length * elements.bytes());
        }
        return new GgufValue.Array(elements, length, all.asSlice(begin, at - begin));
    }

    GgufType type() {
        long where = at;
        int number = u32();
        return GgufType.of(number).orElseThrow(() -> new WeightsException("a value of type "
            + Integer.toUnsignedString(number) + " at byte " + where + "; 0 to 12 are known"));
    }

    /** A length of items that take at least so many bytes each; what is left of the file must hold them. */
    private long length(String what, int itemBytes) {
        long where = at;
        long length = u64();
        require(length >= 0 && length <= left() / itemBytes, what + " of " + Long.toUnsignedString(length)
            + " at byte " + where + ", but only " + left() + " bytes follow");
        return length;
    }

    private long advance(long bytes) {
        require(bytes <= left(), "cut short at byte " + all.byteSize() + " inside the header");
        long from = at;
        at += bytes;
        return from;
    }
}
