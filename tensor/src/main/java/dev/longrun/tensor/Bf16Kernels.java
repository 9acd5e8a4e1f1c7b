package dev.longrun.tensor;

import dev.longrun.tensor.ExecutableCode.Refused;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * {@link Bf16Code} placed in memory and callable. A call may be given an array of the heap: it counts as critical, the
 * collector waits for it, so calls are short, far below a millisecond. Scratch comes by its address.
 */
final class Bf16Kernels {

    private static final MethodHandle TILE = handle(9);
    private static final MethodHandle ROWS = handle(7);
    private static final MethodHandle INTERLEAVE = handle(6);
    private static final MethodHandle TRANSPOSE = handle(5);
    private static final MethodHandle PEAK = handle(1);

    private final MemorySegment[] whole = new MemorySegment[Bf16Code.ROWS + 1];
    private final MemorySegment[] masked = new MemorySegment[Bf16Code.ROWS + 1];
    private final MemorySegment rows;
    private final MemorySegment interleave;
    private final MemorySegment transpose;
    private final MemorySegment peak;

    private Bf16Kernels(MemorySegment code, int[] starts) {
        int next = 0;
        for (int height = 1; height <= Bf16Code.ROWS; height++) {
            whole[height] = code.asSlice(starts[next++]);
            masked[height] = code.asSlice(starts[next++]);
        }
        rows = code.asSlice(starts[next++]);
        interleave = code.asSlice(starts[next++]);
        transpose = code.asSlice(starts[next++]);
        peak = code.asSlice(starts[next]);
    }

    /** Emits the code and makes it executable. */
    static Bf16Kernels make(Arena arena) throws Refused {
        Assembler out = new Assembler();
        Bf16Code code = new Bf16Code(out);
        int[] starts = new int[2 * Bf16Code.ROWS + 4];
        int next = 0;
        for (int height = 1; height <= Bf16Code.ROWS; height++) {
            starts[next++] = start(out);
            code.tile(height, false);
            starts[next++] = start(out);
            code.tile(height, true);
        }
        starts[next++] = start(out);
        code.rows();
        starts[next++] = start(out);
        code.interleave();
        starts[next++] = start(out);
        code.transpose();
        starts[next] = start(out);
        code.peak();
        return new Bf16Kernels(ExecutableCode.of(out.code(), arena), starts);
    }

    private static int start(Assembler out) {
        out.align(64);
        return out.size();
    }

    /** {@link Bf16Code#tile}, with masks for the columns only where not all {@link Bf16Code#COLUMNS} are there. */
    void tile(int height, int columns, boolean accumulate, MemorySegment c, long cOffset, long cStride, long a,
        long aRowStride, long aPairStride, long b, long pairs) {
        long mask = lanes(columns);
        MemorySegment code = columns == Bf16Code.COLUMNS ? whole[height] : masked[height];
        try {
            TILE.invokeExact(code, c, cOffset, cStride, a, b, pairs, aRowStride, aPairStride, accumulate ? mask : 0L,
                mask);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** {@link Bf16Code#rows}: {@code count} rows of {@code columns} floats. */
    void rows(MemorySegment x, long xOffset, long xStride, long count, int columns, long to, long toStride) {
        int groups = (columns - 1) / 32;
        try {
            ROWS.invokeExact(rows, x, xOffset, xStride, count, (long) groups, to, toStride,
                lanes(columns - 32 * groups));
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** {@link Bf16Code#interleave}: {@code depth} rows of up to 16 floats; zeros stand in for a row that is missing. */
    void interleave(MemorySegment x, long xOffset, long xStride, int depth, int columns, long to, long toStride) {
        long mask = lanes(columns);
        long pairs = depth / 2;
        try {
            if (pairs > 0) {
                INTERLEAVE.invokeExact(interleave, x, xOffset, xStride, pairs, to, toStride, mask | mask << 16);
            }
            if (depth % 2 == 1) {
                INTERLEAVE.invokeExact(interleave, x, xOffset + 2 * pairs * xStride, xStride, 1L,
                    to + pairs * toStride, toStride, mask);
            }
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** {@link Bf16Code#transpose}: 16 rows of {@code depth} floats. */
    void transpose(MemorySegment x, long xOffset, long xStride, int depth, long to) {
        long groups = depth / 32;
        int left = depth % 32;
        try {
            if (groups > 0) {
                TRANSPOSE.invokeExact(transpose, x, xOffset, xStride, groups, to, lanes(32));
            }
            if (left > 0) {
                TRANSPOSE.invokeExact(transpose, x, xOffset + groups * 32 * Float.BYTES, xStride, 1L,
                    to + groups * 16 * Bf16Code.COLUMNS * Integer.BYTES, lanes(left));
            }
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    /** {@link Bf16Code#peak}. */
    void peak(long steps) {
        try {
            PEAK.invokeExact(peak, MemorySegment.NULL, steps);
        } catch (Throwable thrown) {
            throw unexpected(thrown);
        }
    }

    private static long lanes(int count) {
        return (1L << count) - 1;
    }

    private static RuntimeException unexpected(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a call of machine code", thrown);
    }

    /** A function of an array's address and {@code numbers} more numbers. */
    @SuppressWarnings("restricted")
    private static MethodHandle handle(int numbers) {
        MemoryLayout[] arguments = new MemoryLayout[1 + numbers];
        arguments[0] = ValueLayout.ADDRESS;
        Arrays.fill(arguments, 1, arguments.length, ValueLayout.JAVA_LONG);
        return Linker.nativeLinker().downcallHandle(FunctionDescriptor.ofVoid(arguments), Linker.Option.critical(true));
    }
}
