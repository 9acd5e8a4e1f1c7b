package dev.longrun.plan;

import dev.longrun.run.Hardware;
import dev.longrun.run.Run;
import java.util.List;

/**
 * Peak memory of training: of the process on the computer at hand, of each accelerator otherwise.
 *
 * @param parts what it is made of
 * @param totalBytes their sum
 * @param availableBytes what there is
 * @param fits whether the one is within the other
 * @param assumption how the parts are held
 */
public record MemoryPlan(List<MemoryPart> parts, long totalBytes, long availableBytes, boolean fits,
    String assumption) {

    /**
     * One part.
     *
     * @param name short
     * @param bytes at the peak
     * @param rule how it is counted
     */
    public record MemoryPart(String name, long bytes, String rule) {
    }

    /** Of a resolved run. */
    public static MemoryPlan of(Run run) {
        return run.hardware().preset().equals(Hardware.THIS_MACHINE)
            ? ProcessMemory.of(run.model(), run.training(), run.hardware().memory())
            : AcceleratorMemory.of(run.model(), run.training(), run.hardware());
    }

    static MemoryPlan of(List<MemoryPart> parts, long available, String assumption) {
        long total = parts.stream().mapToLong(MemoryPart::bytes).sum();
        return new MemoryPlan(List.copyOf(parts), total, available, total <= available, assumption);
    }
}
