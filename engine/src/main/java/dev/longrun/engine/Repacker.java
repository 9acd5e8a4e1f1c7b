package dev.longrun.engine;

import static dev.longrun.engine.PackedWeights.ROWS;
import static dev.longrun.engine.PackedWeights.WORD;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Turns rows as a file has them (ggml-common.h) into groups of {@link PackedWeights}. */
final class Repacker {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
        ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final long LOW_NIBBLES = 0x0F0F_0F0F_0F0F_0F0FL;
    private static final long LOW_PAIRS = 0x0303_0303_0303_0303L;
    private static final int PLUS_128 = 0x8080_8080;
    private static final int STEP = ROWS * Integer.BYTES;

    private Repacker() {
    }

    /** Packs group {@code group}; row r of the matrix is row {@code order.row(r)} of {@code from}. */
    static void group(MemorySegment from, RowOrder order, PackedWeights into, int group) {
        long rowBytes = into.encoding.type().bytes(into.columns);
        int end = Math.min(into.rows, (group + 1) * ROWS);
        for (int row = group * ROWS; row < end; row++) {
            MemorySegment source = from.asSlice(order.row(row) * rowBytes, rowBytes);
            long to = into.at(row, 0, 0);
            switch (into.encoding) {
                case F32 -> plain(source, into.words, to);
                case BF16, F16 -> halves(source, into.words, to);
                case Q8_0 -> q8(source, into.words, to);
                case Q4_0 -> q4(source, into.words, to);
                case Q4_K -> q4k(source, into.words, to);
                case Q6_K -> q6k(source, into.words, to);
            }
        }
    }

    private static void plain(MemorySegment from, MemorySegment to, long at) {
        long words = from.byteSize() / Integer.BYTES;
        for (long i = 0; i < words; i++) {
            to.set(WORD, at + i * STEP, from.get(WORD, i * Integer.BYTES));
        }
    }

    private static void halves(MemorySegment from, MemorySegment to, long at) {
        plain(from, to, at);
        if (from.byteSize() % Integer.BYTES != 0) {
            long last = from.byteSize() - Short.BYTES;
            to.set(WORD, at + last / Integer.BYTES * STEP, Short.toUnsignedInt(from.get(SHORT, last)));
        }
    }

    /** Sets the lower or, of odd blocks, the upper half of the word with two blocks' scales. */
    private static void scale(MemorySegment from, long fromAt, MemorySegment to, long at, long block) {
        int old = block % 2 == 0 ? 0 : to.get(WORD, at);
        to.set(WORD, at, old | Short.toUnsignedInt(from.get(SHORT, fromAt)) << (int) (block % 2 * Short.SIZE));
    }

    private static void q8(MemorySegment from, MemorySegment to, long at) {
        long blocks = from.byteSize() / 34;
        for (long block = 0; block < blocks; block++) {
            long unit = at + block / 2 * 17 * STEP;
            long values = unit + (1 + block % 2 * 8) * STEP;
            scale(from, block * 34, to, unit, block);
            for (int i = 0; i < 8; i++) {
                to.set(WORD, values + i * STEP, from.get(WORD, block * 34 + 2 + i * Integer.BYTES) ^ PLUS_128);
            }
        }
    }

    private static void q4(MemorySegment from, MemorySegment to, long at) {
        long blocks = from.byteSize() / 18;
        for (long block = 0; block < blocks; block++) {
            long unit = at + block / 2 * 9 * STEP;
            scale(from, block * 18, to, unit, block);
            nibbles(from, block * 18 + 2, 2, to, unit + (1 + block % 2 * 4) * STEP);
        }
    }

    /** Lower nibbles of {@code longs} times 8 bytes, then the upper ones, eight to a word. */
    private static void nibbles(MemorySegment from, long fromAt, int longs, MemorySegment to, long at) {
        for (int i = 0; i < longs; i++) {
            long bytes = from.get(LONG, fromAt + i * Long.BYTES);
            to.set(WORD, at + i * STEP, (int) Long.compress(bytes, LOW_NIBBLES));
            to.set(WORD, at + (long) (longs + i) * STEP, (int) Long.compress(bytes, ~LOW_NIBBLES));
        }
    }

    private static void q4k(MemorySegment from, MemorySegment to, long at) {
        long blocks = from.byteSize() / 144;
        for (long block = 0; block < blocks; block++) {
            long source = block * 144;
            long unit = at + block * 36 * STEP;
            to.set(WORD, unit, from.get(WORD, source));
            int[] scales = new int[3];
            for (int j = 0; j < 8; j++) {
                int scale = q4kScale(from, source + 4, j, 0);
                int minimum = q4kScale(from, source + 4, j, 4);
                scales[0] |= (scale & 15) << 4 * j;
                scales[1] |= (minimum & 15) << 4 * j;
                scales[2] |= scale >> 4 << 2 * j | minimum >> 4 << 16 + 2 * j;
            }
            for (int i = 0; i < 3; i++) {
                to.set(WORD, unit + (1 + i) * STEP, scales[i]);
            }
            for (int i = 0; i < 4; i++) {
                nibbles(from, source + 16 + 32 * i, 4, to, unit + (4 + 8L * i) * STEP);
            }
        }
    }

    /** Scale j ({@code minimum} 0) or minimum j ({@code minimum} 4), six bits, out of twelve bytes. */
    private static int q4kScale(MemorySegment from, long at, int j, int minimum) {
        if (j < 4) {
            return from.get(ValueLayout.JAVA_BYTE, at + j + minimum) & 63;
        }
        int both = from.get(ValueLayout.JAVA_BYTE, at + j + 4) & 255;
        int upper = from.get(ValueLayout.JAVA_BYTE, at + j - 4 + minimum) >> 6 & 3;
        return (minimum == 0 ? both & 15 : both >> 4) | upper << 4;
    }

    private static void q6k(MemorySegment from, MemorySegment to, long at) {
        long blocks = from.byteSize() / 210;
        for (long block = 0; block < blocks; block++) {
            long source = block * 210;
            long unit = at + block * 53 * STEP;
            to.set(WORD, unit, Short.toUnsignedInt(from.get(SHORT, source + 208)));
            for (int i = 0; i < 4; i++) {
                to.set(WORD, unit + (1 + i) * STEP, from.get(WORD, source + 192 + i * Integer.BYTES));
            }
            for (int half = 0; half < 2; half++) {
                nibbles(from, source + 64 * half, 8, to, unit + (5 + 16L * half) * STEP);
                pairs(from, source + 128 + 32 * half, to, unit + (37 + 8L * half) * STEP);
            }
        }
    }

    /** The two-bit fields of 32 bytes: the lowest of all, then the next ones, 16 to a word. */
    private static void pairs(MemorySegment from, long fromAt, MemorySegment to, long at) {
        for (int field = 0; field < 4; field++) {
            for (int i = 0; i < 2; i++) {
                long first = Long.compress(from.get(LONG, fromAt + 16 * i), LOW_PAIRS << 2 * field);
                long second = Long.compress(from.get(LONG, fromAt + 16 * i + 8), LOW_PAIRS << 2 * field);
                to.set(WORD, at + (2L * field + i) * STEP, (int) (first | second << 16));
            }
        }
    }
}
