package dev.longrun.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/**
 * Machine code in pages of its own, on Linux: {@code mmap}, written, then {@code mprotect} from read and write to read
 * and execute. At no time is a page both written to and run.
 */
final class ExecutableCode {

    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int EXECUTE = 4;
    private static final int PRIVATE_ANONYMOUS = 0x22;
    private static final long PAGE = 4096;

    private static final FunctionDescriptor MMAP = FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG,
        ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);
    private static final FunctionDescriptor MPROTECT = FunctionDescriptor.of(ValueLayout.JAVA_INT,
        ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT);
    private static final FunctionDescriptor MUNMAP = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG,
        ValueLayout.JAVA_LONG);

    /** The system does not let this process run code of its own; the message says which call failed. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    private ExecutableCode() {
    }

    /** {@code code}, ready to be called, until {@code arena} is closed. */
    static MemorySegment of(byte[] code, Arena arena) throws Refused {
        long bytes = Math.ceilDiv(code.length, PAGE) * PAGE;
        MethodHandle mmap = function("mmap", MMAP);
        MethodHandle mprotect = function("mprotect", MPROTECT);
        MethodHandle munmap = function("munmap", MUNMAP);
        try (Arena call = Arena.ofConfined()) {
            MemorySegment errno = call.allocate(Linker.Option.captureStateLayout());
            long address = (long) mmap.invokeExact(errno, 0L, bytes, READ | WRITE, PRIVATE_ANONYMOUS, -1, 0L);
            if (address == -1) {
                throw refused("mmap", errno);
            }
            MemorySegment pages = pages(address, bytes, arena, munmap);
            MemorySegment.copy(code, 0, pages, ValueLayout.JAVA_BYTE, 0, code.length);
            if ((int) mprotect.invokeExact(errno, address, bytes, READ | EXECUTE) != 0) {
                throw refused("mprotect", errno);
            }
            return pages;
        } catch (RuntimeException | Error | Refused failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("a call of the system's", failure);
        }
    }

    /** The pages as memory; given back with the arena. */
    @SuppressWarnings("restricted")
    private static MemorySegment pages(long address, long bytes, Arena arena, MethodHandle munmap) {
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, _ -> unmap(munmap, address, bytes));
    }

    private static void unmap(MethodHandle munmap, long address, long bytes) {
        try (Arena call = Arena.ofConfined()) {
            // what cannot be given back stays until the process ends
            int failed = (int) munmap.invokeExact(call.allocate(Linker.Option.captureStateLayout()), address, bytes);
            assert failed == 0;
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException("munmap", failure);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type,
            Linker.Option.captureCallState("errno"));
    }

    private static Refused refused(String call, MemorySegment errno) {
        int number = (int) Linker.Option.captureStateLayout()
            .varHandle(MemoryLayout.PathElement.groupElement("errno")).get(errno, 0L);
        return new Refused(String.format(Locale.ROOT, "%s of executable memory failed with error %d%s", call, number,
            number == 13 || number == 1 ? " (not permitted, as hardened systems do)" : ""));
    }
}
