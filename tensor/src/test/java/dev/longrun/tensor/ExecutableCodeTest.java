package dev.longrun.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.longrun.tensor.ExecutableCode.Refused;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExecutableCodeTest {

    @BeforeEach
    void onLinuxAndThisProcessor() {
        assumeTrue(System.getProperty("os.name").equals("Linux") && System.getProperty("os.arch").equals("amd64"),
            "machine code is for Linux on x86-64 alone");
    }

    @Test
    void runsAndGoesWithItsArena() throws Throwable {
        Assembler out = new Assembler();
        out.lea(Register.RAX, Operand.Address.at(Register.RDI, Register.RSI, 2, 1));
        out.ret();
        long address;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment code = ExecutableCode.of(out.code(), arena);
            address = code.address();
            @SuppressWarnings("restricted")
            long result = (long) Linker.nativeLinker().downcallHandle(code, FunctionDescriptor.of(ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG)).invokeExact(3L, 5L);
            assertEquals(14, result);
            assertEquals(Optional.of("r-xp"), rights(address), "written to no longer");
        }
        assertTrue(rights(address).isEmpty(), "given back");
    }

    @Test
    void saysWhichCallWasRefused() {
        try (Arena arena = Arena.ofConfined()) {
            // no bytes at all: the system does not map them (error 22, invalid argument)
            Refused refused = assertThrows(Refused.class, () -> ExecutableCode.of(new byte[0], arena));
            assertEquals("mmap of executable memory failed with error 22", refused.getMessage());
        }
    }

    /** What the process may do with the page at an address. */
    private static Optional<String> rights(long address) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
            .filter(line -> {
                String[] range = line.substring(0, line.indexOf(' ')).split("-");
                return Long.parseUnsignedLong(range[0], 16) <= address
                    && address < Long.parseUnsignedLong(range[1], 16);
            }).map(line -> line.split(" ")[1]).findFirst();
    }
}
