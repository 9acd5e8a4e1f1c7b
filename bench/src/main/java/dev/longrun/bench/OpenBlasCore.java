package dev.longrun.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The kernels that OpenBLAS should take: it knows processors by name and takes newer ones for old, which costs half of
 * its speed where 512-bit vectors are then left unused.
 */
final class OpenBlasCore {

    /** Read by OpenBLAS as it is loaded. */
    static final String VARIABLE = "OPENBLAS_CORETYPE";

    private static final Path CPUS = Path.of("/proc/cpuinfo");

    private OpenBlasCore() {
    }

    /** None where the user has chosen, or where it chooses well by itself. */
    static Optional<String> named() {
        if (System.getenv(VARIABLE) != null || !Files.isReadable(CPUS)) {
            return Optional.empty();
        }
        try {
            return named(Files.readString(CPUS));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    static Optional<String> named(String cpus) {
        String flags = cpus.lines().filter(line -> line.startsWith("flags")).findFirst().orElse("") + " ";
        return flags.contains(" avx512_bf16 ") ? Optional.of("COOPERLAKE")
            : flags.contains(" avx512bw ") ? Optional.of("SKYLAKEX") : Optional.empty();
    }
}
