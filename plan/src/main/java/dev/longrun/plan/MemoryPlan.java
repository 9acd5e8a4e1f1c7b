package dev.longrun.plan;

import dev.longrun.run.Hardware;
import dev.longrun.run.ModelShape;
import dev.longrun.run.Run;
import java.util.List;
import java.util.Optional;

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

    /** Threads where nothing is known. */
    private static final int THREADS = 2;

    /** Of a run on the computer at hand; {@code machine} says how many threads have scores of their own. */
    public static MemoryPlan of(Run run, Optional<MachineSpeed> machine) {
        return of(run, machine, Optional.empty());
    }

    /** Of a resolved run; {@code cluster} is the step's layout on accelerators. */
    static MemoryPlan of(Run run, Optional<MachineSpeed> machine, Optional<ClusterPlan> cluster) {
        Optional<ClusterPlan> laidOut = cluster.filter(ClusterPlan::laidOut);
        if (laidOut.isPresent()) {
            ClusterPlan of = laidOut.get();
            return of(of.memory().stream().map(part -> new MemoryPart(part.name(), Math.round(part.amount()),
                part.rule())).toList(), Math.round(of.capacityBytes()), "the fullest accelerator, of pipeline stage "
                + of.stage());
        }
        return run.hardware().preset().equals(Hardware.THIS_MACHINE)
            ? ProcessMemory.of(run, machine.map(MachineSpeed::threads).orElse(THREADS))
            : AcceleratorMemory.of(run.model(), run.training(), run.hardware());
    }

    /** Bytes of a training pass over so many tokens: {@code TrainingPass.activationBytes()}, foretold. */
    public static long passBytes(ModelShape shape, long microBatchTokens, int threads, boolean dropout) {
        return PassBuffers.activationBytes(shape, microBatchTokens, threads, dropout)
            + PassBuffers.logitBytes(shape, microBatchTokens);
    }

    static MemoryPlan of(List<MemoryPart> parts, long available, String assumption) {
        long total = parts.stream().mapToLong(MemoryPart::bytes).sum();
        return new MemoryPlan(List.copyOf(parts), total, available, total <= available, assumption);
    }
}
