package dev.longrun.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A right operand b[k,n] in the order in which {@link MatMul} reads it, packed once ({@link MatMul#pack}) for many
 * products: panels of {@link Tiles#COLUMNS} columns, the last one filled up with zeros, each with all its k rows.
 * A product may use its first rows and columns alone.
 */
public final class PackedMatrix {

    private static final int WIDEST = 32;

    final int k;
    final int n;
    private float[] values = {};
    private MemorySegment pairs = MemorySegment.NULL;

    /** Room for b[k,n]; zeros until something is packed. */
    public PackedMatrix(int k, int n) {
        if (k < 1 || n < 1) {
            throw new IllegalArgumentException("a packed matrix of " + k + " x " + n);
        }
        this.k = k;
        this.n = n;
        Math.toIntExact(floats(k, n));
    }

    /** Floats that b[k,n] takes: n is rounded up to the widest panel of any machine, so that a plan can tell. */
    public static long floats(int k, int n) {
        return (long) Math.ceilDiv(n, WIDEST) * WIDEST * k;
    }

    /** Room for floats, as much as {@link #floats} says; zeros until something is packed. */
    float[] values() {
        if (values.length == 0) {
            values = new float[(int) floats(k, n)];
        }
        return values;
    }

    /**
     * The panels, to be filled by who has b in no array: panel i has the columns from
     * {@code i * panelColumns()} on, its k rows one after another, and begins at {@code i * k * panelColumns()}.
     */
    public float[] panels() {
        return values();
    }

    /** Columns of a panel on this machine. */
    public static int panelColumns() {
        return Tiles.COLUMNS;
    }

    /** Room for {@link Bf16MatMul}'s pairs instead, outside the heap. */
    MemorySegment pairs(long bytes) {
        if (pairs.byteSize() < bytes) {
            pairs = Arena.ofAuto().allocate(bytes, Long.BYTES * Byte.SIZE);
        }
        return pairs;
    }

    static int panels(int n) {
        return Math.ceilDiv(n, Tiles.COLUMNS);
    }
}
