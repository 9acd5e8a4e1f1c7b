package dev.longrun.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * The part of oneDNN's C interface that a matrix product takes ({@code dnnl.h} of version 3). Descriptors and
 * primitives are some hundred bytes each and are kept until the process ends.
 */
final class OneDnn {

    private static final int CPU = 1;
    private static final int DEFAULT_FLAGS = 1;
    private static final int F32 = 3;
    private static final int AXES = 2;
    private static final int MOST_AXES = 12;
    private static final int SOURCE = 1;
    private static final int WEIGHTS = 33;
    private static final int DESTINATION = 17;
    private static final int ARGUMENT_BYTES = 16;

    private final Arena arena = Arena.ofShared();
    private final MethodHandle describe;
    private final MethodHandle plan;
    private final MethodHandle create;
    private final MethodHandle remember;
    private final MethodHandle execute;
    private final MethodHandle await;
    private final MemorySegment engine;
    private final MemorySegment stream;

    OneDnn(Path libraries, int threads) {
        Native openMp = new Native(libraries, "libgomp.so.1");
        Native dnnl = new Native(libraries, "libdnnl.so.3");
        describe = dnnl.function("dnnl_memory_desc_create_with_strides", type(ADDRESS, JAVA_INT, ADDRESS, JAVA_INT,
            ADDRESS));
        plan = dnnl.function("dnnl_matmul_primitive_desc_create", type(ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS,
            ADDRESS, ADDRESS));
        create = dnnl.function("dnnl_primitive_create", type(ADDRESS, ADDRESS));
        remember = dnnl.function("dnnl_memory_create", type(ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        execute = dnnl.function("dnnl_primitive_execute", type(ADDRESS, ADDRESS, JAVA_INT, ADDRESS));
        await = dnnl.function("dnnl_stream_wait", type(ADDRESS));
        MethodHandle createEngine = dnnl.function("dnnl_engine_create", type(ADDRESS, JAVA_INT, JAVA_LONG));
        MethodHandle createStream = dnnl.function("dnnl_stream_create", type(ADDRESS, ADDRESS, JAVA_INT));
        try {
            openMp.function("omp_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT)).invokeExact(threads);
        } catch (Throwable failure) {
            throw Native.failed("omp_set_num_threads", failure);
        }
        engine = made("dnnl_engine_create", out -> (int) createEngine.invokeExact(out, CPU, 0L));
        stream = made("dnnl_stream_create", out -> (int) createStream.invokeExact(out, engine, DEFAULT_FLAGS));
    }

    private static FunctionDescriptor type(MemoryLayout... arguments) {
        return FunctionDescriptor.of(JAVA_INT, arguments);
    }

    /** The shape of a matrix of f32, with the floats from one row to the next, and from one column to the next. */
    MemorySegment matrix(long rows, long columns, long rowStride, long columnStride) {
        try (Arena own = Arena.ofConfined()) {
            MemorySegment sizes = own.allocate(JAVA_LONG, MOST_AXES);
            MemorySegment strides = own.allocate(JAVA_LONG, MOST_AXES);
            sizes.setAtIndex(JAVA_LONG, 0, rows);
            sizes.setAtIndex(JAVA_LONG, 1, columns);
            strides.setAtIndex(JAVA_LONG, 0, rowStride);
            strides.setAtIndex(JAVA_LONG, 1, columnStride);
            return made("dnnl_memory_desc_create_with_strides", out ->
                (int) describe.invokeExact(out, AXES, sizes, F32, strides));
        }
    }

    /** The primitive of {@code c = a b}. */
    MemorySegment product(MemorySegment a, MemorySegment b, MemorySegment c) {
        MemorySegment planned = made("dnnl_matmul_primitive_desc_create", out -> (int) plan.invokeExact(out, engine,
            a, b, MemorySegment.NULL, c, MemorySegment.NULL));
        return made("dnnl_primitive_create", out -> (int) create.invokeExact(out, planned));
    }

    /** A matrix whose numbers lie at {@code data}. */
    MemorySegment memory(MemorySegment shape, MemorySegment data) {
        return made("dnnl_memory_create", out -> (int) remember.invokeExact(out, shape, engine, data));
    }

    /** What a product is executed with. */
    MemorySegment arguments(Arena own, MemorySegment a, MemorySegment b, MemorySegment c) {
        MemorySegment arguments = own.allocate(3 * ARGUMENT_BYTES, ADDRESS.byteAlignment());
        put(arguments, 0, SOURCE, a);
        put(arguments, 1, WEIGHTS, b);
        put(arguments, 2, DESTINATION, c);
        return arguments;
    }

    private static void put(MemorySegment arguments, int at, int role, MemorySegment memory) {
        arguments.set(JAVA_INT, (long) at * ARGUMENT_BYTES, role);
        arguments.set(ADDRESS, (long) at * ARGUMENT_BYTES + ADDRESS.byteSize(), memory);
    }

    /** Does a product and waits for it. */
    void execute(MemorySegment primitive, MemorySegment arguments) {
        try {
            require("dnnl_primitive_execute", (int) execute.invokeExact(primitive, stream, 3, arguments));
            require("dnnl_stream_wait", (int) await.invokeExact(stream));
        } catch (Throwable failure) {
            throw Native.failed("oneDNN", failure);
        }
    }

    /** A call that puts a pointer to what it made into {@code out} and returns a status. */
    private interface Maker {
        int make(MemorySegment out) throws Throwable;
    }

    private MemorySegment made(String function, Maker maker) {
        try {
            MemorySegment out = arena.allocate(ADDRESS);
            require(function, maker.make(out));
            return out.get(ADDRESS, 0);
        } catch (Throwable failure) {
            throw Native.failed(function, failure);
        }
    }

    private static void require(String function, int status) {
        if (status != 0) {
            throw new IllegalStateException(function + " of oneDNN returned status " + status);
        }
    }
}
