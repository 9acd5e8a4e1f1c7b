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

    private static final MethodHandle TILE = handle(8);
    private static final MethodHandle ROWS = handle(7);
    private static final MethodHandle INTERLEAVE = handle(6);
    private static final MethodHandle TRANSPOSE = handle(5);
    private static final MethodHandle PEAK = handle(1);

    private final MemorySegment[] tiles = new MemorySegment[4 * Bf16Code.ROWS];
    private final MemorySegment rows;
    private final MemorySegment interleaveOne;
    private final MemorySegment interleaveTwo;
    private final MemorySegment interleaveFour;
    private final MemorySegment transpose;
    private final MemorySegment peak;

    private Bf16Kernels(MemorySegment code, int[] starts) {
        int next = 0;
        while (next < tiles.length) {
            tiles[next] = code.asSlice(starts[next++]);
        }
        rows = code.asSlice(starts[next++]);
        interleaveOne = code.asSlice(starts[next++]);
        interleaveTwo = code.asSlice(starts[next++]);
        interleaveFour = code.asSlice(starts[next++]);
        transpose = code.asSlice(starts[next++]);
        peak = code.asSlice(starts[next]);
    }

    /** Emits the code and makes it executable. */
    static Bf16Kernels make(Arena arena) throws Refused {
        Assembler out = new Assembler();
        Bf16Code code = new Bf16Code(out);
        int[] starts = new int[4 * Bf16Code.ROWS + 6];
        int next = 0;
        while (next < 4 * Bf16Code.ROWS) {
            starts[next] = start(out);
            code.tile(next / 4 + 1, (next & 1) != 0, (next & 2) != 0);
            next++;
        }
        starts[next++] = start(out);
        code.rows();
        starts[next++] = start(out);
        code.interleave(1);
        starts[next++] = start(out);
        code.interleave(2);
        starts[next++] = start(out);
        code.interleaveFour();
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
        int tile = 4 * (height - 1) + (accumulate ? 1 : 0) + (columns < Bf16Code.COLUMNS ? 2 : 0);
        try {
            TILE.invokeExact(tiles[tile], c, cOffset, cStride, a, b, pairs, aRowStride, aPairStride, lanes(columns));
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

    /** {@link Bf16Code#interleave}: {@code depth} rows of up to 32 floats; zeros stand in for a row that is missing. */
    void interleave(MemorySegment x, long xOffset, long xStride, int depth, int columns, long to, long toStride) {
        interleave(columns > 16 ? interleaveTwo : interleaveOne, x, xOffset, xStride, depth, lanes(columns), to,
            toStride, toStride);
    }

    /** {@link Bf16Code#interleaveFour}: {@code depth} rows of 48 floats. */
    void interleaveFour(MemorySegment x, long xOffset, long xStride, int depth, long to, long panelStride) {
        interleave(interleaveFour, x, xOffset, xStride, depth, lanes(16), to, Bf16Code.ROWS * Integer.BYTES,
            panelStride);
    }

    private static void interleave(MemorySegment code, MemorySegment x, long xOffset, long xStride, int depth,
        long mask, long to, long pairStride, long stride) {
        long pairs = depth / 2;
        try {
            if (pairs > 0) {
                INTERLEAVE.invokeExact(code, x, xOffset, xStride, pairs, to, stride, mask | mask << 32);
            }
            if (depth % 2 == 1) {
                INTERLEAVE.invokeExact(code, x, xOffset + 2 * pairs * xStride, xStride, 1L, to + pairs * pairStride,
                    stride, mask);
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
