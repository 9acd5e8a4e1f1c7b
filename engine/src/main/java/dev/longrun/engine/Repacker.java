package dev.longrun.engine;

import static dev.longrun.engine.PackedWeights.ROWS;
import static dev.longrun.engine.PackedWeights.WORD;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Turns rows as a file has them (ggml-common.h) into groups of {@link PackedWeights}. */
final class Repacker {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
        ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final long LOW_NIBBLES = 0x0F0F_0F0F_0F0F_0F0FL;
    private static final long LOW_PAIRS = 0x0303_0303_0303_0303L;
    private static final int PLUS_128 = 0x8080_8080;

    private final PackedWeights into;
    private final MemorySegment from;
    private final long[] rowAt = new long[ROWS];
    /** A unit of the group, word by word, 16 rows to a word. */
    private final int[] unit;

    private Repacker(MemorySegment from, PackedWeights into) {
        this.from = from;
        this.into = into;
        unit = new int[into.encoding.unitWords() * ROWS];
    }

    /** Packs group {@code group}; row r of the matrix is row {@code order.row(r)} of {@code from}. */
    static void group(MemorySegment from, RowOrder order, PackedWeights into, int group) {
        new Repacker(from, into).pack(order, group);
    }

    private void pack(RowOrder order, int group) {
        long rowBytes = into.encoding.type().bytes(into.columns);
        int rows = Math.min(ROWS, into.rows - group * ROWS);
        for (int row = 0; row < rows; row++) {
            rowAt[row] = order.row(group * ROWS + row) * rowBytes;
        }
        int columns = into.encoding.unitColumns();
        for (int first = 0; first < into.columns; first += columns) {
            int count = Math.min(columns, into.columns - first);
            if (count < columns) {
                Arrays.fill(unit, 0);
            }
            long offset = into.encoding.type().bytes(first);
            for (int row = 0; row < rows; row++) {
                long at = rowAt[row] + offset;
                switch (into.encoding) {
                    case F32 -> words(at, count, row, 0);
                    case BF16, F16 -> halves(at, count, row);
                    case Q8_0 -> q8(at, count / 32, row);
                    case Q4_0 -> q4(at, count / 32, row);
                    case Q4_K -> q4k(at, row);
                    case Q6_K -> q6k(at, row);
                }
            }
            MemorySegment.copy(unit, 0, into.words, WORD, into.at(group * ROWS, first / columns, 0), unit.length);
        }
    }

    private void words(long at, int count, int row, int word) {
        for (int i = 0; i < count; i++) {
            unit[(word + i) * ROWS + row] = from.get(WORD, at + i * Integer.BYTES);
        }
    }

    private void halves(long at, int count, int row) {
        words(at, count / 2, row, 0);
        if (count % 2 != 0) {
            unit[count / 2 * ROWS + row] = half(at + (count - 1) * Short.BYTES);
        }
    }

    private int half(long at) {
        return Short.toUnsignedInt(from.get(SHORT, at));
    }

    private void q8(long at, int blocks, int row) {
        unit[row] = half(at) | (blocks > 1 ? half(at + 34) << 16 : 0);
        for (int block = 0; block < blocks; block++) {
            for (int i = 0; i < 8; i++) {
                unit[(1 + 8 * block + i) * ROWS + row] =
                    from.get(WORD, at + 34 * block + 2 + i * Integer.BYTES) ^ PLUS_128;
            }
        }
    }

    private void q4(long at, int blocks, int row) {
        unit[row] = half(at) | (blocks > 1 ? half(at + 18) << 16 : 0);
        for (int block = 0; block < blocks; block++) {
            nibbles(at + 18 * block + 2, 2, row, 1 + 4 * block);
        }
    }

    /** Lower nibbles of {@code longs} times 8 bytes, then the upper ones, eight to a word. */
    private void nibbles(long at, int longs, int row, int word) {
        for (int i = 0; i < longs; i++) {
            long bytes = from.get(LONG, at + i * Long.BYTES);
            unit[(word + i) * ROWS + row] = (int) Long.compress(bytes, LOW_NIBBLES);
            unit[(word + longs + i) * ROWS + row] = (int) Long.compress(bytes, ~LOW_NIBBLES);
        }
    }

    private void q4k(long at, int row) {
        unit[row] = from.get(WORD, at);
        int lowScales = 0;
        int lowMinima = 0;
        int upper = 0;
        for (int j = 0; j < 8; j++) {
            int scale = q4kScale(at + 4, j, 0);
            int minimum = q4kScale(at + 4, j, 4);
            lowScales |= (scale & 15) << 4 * j;
            lowMinima |= (minimum & 15) << 4 * j;
            upper |= scale >> 4 << 2 * j | minimum >> 4 << 16 + 2 * j;
        }
        unit[ROWS + row] = lowScales;
        unit[2 * ROWS + row] = lowMinima;
        unit[3 * ROWS + row] = upper;
        for (int i = 0; i < 4; i++) {
            nibbles(at + 16 + 32 * i, 4, row, 4 + 8 * i);
        }
    }

    /** Scale j ({@code minimum} 0) or minimum j ({@code minimum} 4), six bits, out of twelve bytes. */
    private int q4kScale(long at, int j, int minimum) {
        if (j < 4) {
            return from.get(ValueLayout.JAVA_BYTE, at + j + minimum) & 63;
        }
        int both = from.get(ValueLayout.JAVA_BYTE, at + j + 4) & 255;
        int upper = from.get(ValueLayout.JAVA_BYTE, at + j - 4 + minimum) >> 6 & 3;
        return (minimum == 0 ? both & 15 : both >> 4) | upper << 4;
    }

    private void q6k(long at, int row) {
        unit[row] = half(at + 208);
        words(at + 192, 4, row, 1);
        for (int half = 0; half < 2; half++) {
            nibbles(at + 64 * half, 8, row, 5 + 16 * half);
            pairs(at + 128 + 32 * half, row, 37 + 8 * half);
        }
    }

    /** The two-bit fields of 32 bytes: the lowest of all, then the next ones, 16 to a word. */
    private void pairs(long at, int row, int word) {
        for (int field = 0; field < 4; field++) {
            for (int i = 0; i < 2; i++) {
                long first = Long.compress(from.get(LONG, at + 16 * i), LOW_PAIRS << 2 * field);
                long second = Long.compress(from.get(LONG, at + 16 * i + 8), LOW_PAIRS << 2 * field);
                unit[(word + 2 * field + i) * ROWS + row] = (int) (first | second << 16);
            }
        }
    }
}
