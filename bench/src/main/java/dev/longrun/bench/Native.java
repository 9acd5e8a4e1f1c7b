package dev.longrun.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** Functions of a shared library, called directly: the libraries' own Java bindings ask for more than is there. */
@SuppressWarnings("restricted") // the JVM is told on its command line that this is meant
final class Native {

    private static final long ALIGNMENT = 64;
    private static final int LONGEST_TEXT = 256;

    private final SymbolLookup symbols;

    /** Loads {@code last} of the folder, after those that it needs. */
    Native(Path folder, String last, String... needed) {
        for (String library : needed) {
            SymbolLookup.libraryLookup(folder.resolve(library), Arena.global());
        }
        symbols = SymbolLookup.libraryLookup(folder.resolve(last), Arena.global());
    }

    MethodHandle function(String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(symbols.find(name).orElseThrow(() ->
            new IllegalStateException("the library has no " + name)), type);
    }

    /** Sets a variable for libraries that are loaded from now on, unless it is set. */
    static void environment(String name, String value) {
        try (Arena arena = Arena.ofConfined()) {
            Linker linker = Linker.nativeLinker();
            int status = (int) linker.downcallHandle(linker.defaultLookup().find("setenv").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS,
                    ValueLayout.JAVA_INT)).invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 0);
            if (status != 0) {
                throw new IllegalStateException("cannot set " + name);
            }
        } catch (Throwable failure) {
            throw failed("setenv", failure);
        }
    }

    /** A short text of C's that a function returned. */
    static String text(MemorySegment returned) {
        return returned.reinterpret(LONGEST_TEXT).getString(0);
    }

    static RuntimeException failed(String function, Throwable failure) {
        return failure instanceof RuntimeException known ? known
            : new IllegalStateException(function + " failed: " + failure, failure);
    }

    static MemorySegment floats(Arena arena, int size) {
        return arena.allocate((long) Float.BYTES * size, ALIGNMENT);
    }

    static MemorySegment floats(Arena arena, float[] values) {
        MemorySegment segment = floats(arena, values.length);
        MemorySegment.copy(values, 0, segment, ValueLayout.JAVA_FLOAT, 0, values.length);
        return segment;
    }
}
