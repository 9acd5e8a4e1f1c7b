package dev.longrun.train;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Facts about the computer at hand that no measurement is needed for. */
public final class ThisMachine {

    private static final Path CPUS = Path.of("/proc/cpuinfo");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");
    private static final Path STATUS = Path.of("/proc/self/status");

    private ThisMachine() {
    }

    /** The processor's name, as the system gives it. */
    public static String cpu() {
        try {
            if (Files.isReadable(CPUS)) {
                for (String line : Files.readAllLines(CPUS)) {
                    if (line.startsWith("model name")) {
                        return line.substring(line.indexOf(':') + 1).strip();
                    }
                }
            }
        } catch (IOException unreadable) {
            return System.getProperty("os.arch");
        }
        return System.getProperty("os.arch");
    }

    /** The version of this program. */
    static String longrunVersion() {
        String version = ThisMachine.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    /** Physical memory, or the limit set on this process's container, in bytes. */
    public static long memoryBytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /**
     * The most memory that this process has held at once, in bytes: resident memory where the system tells (Linux),
     * else the sum of the JVM's own peaks.
     */
    public static long peakMemoryBytes() {
        try {
            if (Files.isReadable(STATUS)) {
                List<String> lines = Files.readAllLines(STATUS);
                for (String line : lines) {
                    if (line.startsWith("VmHWM:")) {
                        return 1024 * Long.parseLong(line.replaceAll("[^0-9]", ""));
                    }
                }
            }
        } catch (IOException unreadable) {
            return jvmPeak();
        }
        return jvmPeak();
    }

    /**
     * From here on {@link #peakMemoryBytes} counts anew, where the system can (Linux): what was needed only to prepare
     * the text is given back and forgotten.
     */
    static void forgetPeak() {
        System.gc();
        try {
            if (Files.isWritable(CLEAR)) {
                Files.writeString(CLEAR, "5");
            }
        } catch (IOException notAllowed) {
            return;
        }
    }

    private static long jvmPeak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream().map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(MemoryUsage::getUsed).sum();
    }
}
