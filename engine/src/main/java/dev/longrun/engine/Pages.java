package dev.longrun.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Memory asked of the system by pages, where Linux and native access let us: large blocks that nobody clears twice, in
 * huge pages if there are any, and pages of a mapped file given back once they were read. Elsewhere the JDK's own.
 */
final class Pages {

    private static final long LARGE = 1 << 20;
    private static final long HUGE_PAGE = 1 << 21;
    private static final long PAGE = 4096;
    private static final int READ_WRITE = 3;
    private static final int PRIVATE_ANONYMOUS = 0x22;
    private static final int DONT_NEED = 4;
    private static final int HUGE = 14;

    /** Linux's calls; none where they are not to be had. */
    private record Calls(MethodHandle mmap, MethodHandle munmap, MethodHandle madvise) {

        private static final Optional<Calls> FOUND = find();

        @SuppressWarnings("restricted")
        private static Optional<Calls> find() {
            if (!System.getProperty("os.name", "").equals("Linux")
                || !Pages.class.getModule().isNativeAccessEnabled()) {
                return Optional.empty();
            }
            FunctionDescriptor map = FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG);
            FunctionDescriptor unmap = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG);
            FunctionDescriptor advise = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
            return Optional.of(new Calls(function("mmap", map), function("munmap", unmap),
                function("madvise", advise)));
        }

        @SuppressWarnings("restricted")
        private static MethodHandle function(String name, FunctionDescriptor type) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
        }
    }

    private Pages() {
    }

    /** Zeros, given back with the arena. */
    static MemorySegment allocate(long bytes, long alignment, Arena arena) {
        if (bytes < LARGE || Calls.FOUND.isEmpty()) {
            return arena.allocate(bytes, alignment);
        }
        return mapped(Calls.FOUND.get(), bytes, arena);
    }

    @SuppressWarnings("restricted")
    private static MemorySegment mapped(Calls calls, long bytes, Arena arena) {
        long whole = Math.ceilDiv(bytes, HUGE_PAGE) * HUGE_PAGE + HUGE_PAGE;
        try {
            long address = (long) calls.mmap.invokeExact(0L, whole, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
            if (address == -1) {
                throw new OutOfMemoryError("the system has no " + whole + " bytes for weights");
            }
            long begin = Math.ceilDiv(address, HUGE_PAGE) * HUGE_PAGE;
            // whole ones alone: the end of the last would be resident for nothing; a system without them refuses
            int refused = (int) calls.madvise.invokeExact(begin, bytes / HUGE_PAGE * HUGE_PAGE, HUGE);
            assert refused == 0 || refused == -1;
            return MemorySegment.ofAddress(address).reinterpret(whole, arena, _ -> unmap(calls, address, whole))
                .asSlice(begin - address, bytes);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("a call of the system's", failure);
        }
    }

    private static void unmap(Calls calls, long address, long bytes) {
        try {
            int failed = (int) calls.munmap.invokeExact(address, bytes);
            assert failed == 0;
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("munmap", failure);
        }
    }

    /** The pages that lie wholly in a part of a mapped file leave this process; they stay in the system's cache. */
    static void release(MemorySegment mapped) {
        if (Calls.FOUND.isEmpty() || !mapped.isMapped()) {
            return;
        }
        long begin = Math.ceilDiv(mapped.address(), PAGE) * PAGE;
        long end = (mapped.address() + mapped.byteSize()) / PAGE * PAGE;
        if (end <= begin) {
            return;
        }
        try {
            int refused = (int) Calls.FOUND.get().madvise.invokeExact(begin, end - begin, DONT_NEED);
            assert refused == 0;
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("madvise", failure);
        }
    }
}
