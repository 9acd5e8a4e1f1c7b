package dev.longrun.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A matrix [rows, columns] of weights outside the heap, repacked so that a vector has a row a lane: groups of
 * {@link #ROWS} rows one after another; a group is its units in the order of the columns, a unit its words
 * ({@link Encoding}), a word one of each row. Rows are filled up with zeros to a multiple of {@link #PADDED}, columns
 * to whole units.
 */
final class PackedWeights {

    /** Rows of a group: the lanes of the widest vector. */
    static final int ROWS = 16;

    /** Rows are a multiple of it: what four of the widest vectors hold. */
    static final int PADDED = 4 * ROWS;

    static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int ALIGNMENT = 64;

    final Encoding encoding;
    final int rows;
    final int columns;
    /** From one group to the next. */
    final long groupBytes;
    final MemorySegment words;

    PackedWeights(Encoding encoding, int rows, int columns, Arena arena) {
        this.encoding = encoding;
        this.rows = rows;
        this.columns = columns;
        long units = Math.ceilDiv(columns, encoding.unitColumns());
        groupBytes = units * encoding.unitWords() * ROWS * Integer.BYTES;
        words = Pages.allocate(Math.multiplyExact(groupBytes, Math.ceilDiv(rows, PADDED) * (PADDED / ROWS)), ALIGNMENT,
            arena);
    }

    long bytes() {
        return words.byteSize();
    }

    /** Where word {@code word} of the unit of {@code row} lies. */
    long at(int row, int unit, int word) {
        return row / ROWS * groupBytes + ((long) unit * encoding.unitWords() + word) * ROWS * Integer.BYTES
            + (long) row % ROWS * Integer.BYTES;
    }

    int word(int row, int unit, int word) {
        return words.get(WORD, at(row, unit, word));
    }
}
