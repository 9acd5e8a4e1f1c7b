package dev.longrun.tensor;

import dev.longrun.tensor.ExecutableCode.Refused;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether this machine can do bf16 products by machine code: the processor has the instructions, the system saves
 * their registers and lets a process run code of its own, and the results are right. Tried once a process.
 */
public final class Bf16Support {

    /** What Linux calls the instruction sets in use; it lists only those whose registers it saves. */
    private static final List<String> NEEDED = List.of("avx512f", "avx512bw", "avx512_bf16");

    private static final Path CPUS = Path.of("/proc/cpuinfo");

    /** Either the kernels or the reason why there are none. */
    private record Attempt(Optional<Bf16Kernels> kernels, String refusal) {

        private static final Attempt MADE = attempt();
    }

    private Bf16Support() {
    }

    /** Why there can be no bf16 products here; empty where they can be had. */
    public static Optional<String> refusal() {
        return Attempt.MADE.kernels.isPresent() ? Optional.empty() : Optional.of(Attempt.MADE.refusal);
    }

    static Bf16Kernels kernels() {
        return Attempt.MADE.kernels.orElseThrow(() -> new IllegalStateException(Attempt.MADE.refusal));
    }

    private static Attempt attempt() {
        Optional<String> unfit = unfit(System.getProperty("os.name", ""), System.getProperty("os.arch", ""), flags());
        if (unfit.isPresent()) {
            return new Attempt(Optional.empty(), unfit.get());
        }
        if (!Bf16Support.class.getModule().isNativeAccessEnabled()) {
            return new Attempt(Optional.empty(), "Java was started without --enable-native-access=ALL-UNNAMED");
        }
        try {
            Bf16Kernels kernels = Bf16Kernels.make(Arena.global());
            return Bf16Check.problem(kernels).map(problem -> new Attempt(Optional.empty(), problem))
                .orElse(new Attempt(Optional.of(kernels), ""));
        } catch (Refused refused) {
            return new Attempt(Optional.empty(), "the system refuses it: " + refused.getMessage());
        }
    }

    /** The reason that lies in system and processor, if there is one. */
    static Optional<String> unfit(String system, String architecture, Set<String> flags) {
        if (!system.equals("Linux") || !architecture.equals("amd64")) {
            return Optional.of(String.format(Locale.ROOT, "it needs Linux on x86-64, and this is %s on %s", system,
                architecture));
        }
        List<String> missing = NEEDED.stream().filter(flag -> !flags.contains(flag)).toList();
        return missing.isEmpty() ? Optional.empty() : Optional.of("this processor lacks " + String.join(", ", missing)
            + "; AMD has it from Zen 4, Intel from Sapphire Rapids");
    }

    private static Set<String> flags() {
        try {
            return Files.isReadable(CPUS) ? flags(Files.readAllLines(CPUS)) : Set.of();
        } catch (IOException unreadable) {
            return Set.of();
        }
    }

    static Set<String> flags(List<String> cpuinfo) {
        return cpuinfo.stream().filter(line -> line.startsWith("flags")).findFirst()
            .<Set<String>>map(line -> new TreeSet<>(Arrays.asList(line.substring(line.indexOf(':') + 1).strip()
                .split(" +")))).orElse(Set.of());
    }
}
