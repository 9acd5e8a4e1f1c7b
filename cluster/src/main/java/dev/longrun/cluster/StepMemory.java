package dev.longrun.cluster;

import dev.longrun.page.Words;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Memory of the fullest accelerator through a step.
 *
 * @param stage the pipeline stage it belongs to, from 0
 * @param parts bytes of each part
 * @param capacityBytes of the chip
 * @param practice that the rules of the parts follow
 */
public record StepMemory(int stage, Map<MemoryPart, Double> parts, double capacityBytes, Practice practice) {

    /**
     * Of measured over predicted peaks, one in ten lies below the first and one in ten above the second: BLOOM's sweep,
     * see {@code BloomMemoryTest}.
     */
    static final double LOW = 0.93;
    static final double HIGH = 1.10;

    public StepMemory {
        parts = Map.copyOf(parts);
    }

    /** With the habits of the job's software. */
    public static StepMemory of(Job job) {
        return of(job, Practice.of(job.software(), job.precision(), job.layout().sharding()));
    }

    /** With a given software's habits. */
    public static StepMemory of(Job job, Practice practice) {
        double[] bytes = new double[MemoryModel.PARTS];
        MemoryModel model = new MemoryModel(job.model(), job.sequence(), job.precision(), practice);
        int stage = model.fullest(Cursor.of(job), bytes, new double[MemoryModel.PARTS]);
        Map<MemoryPart, Double> parts = new EnumMap<>(MemoryPart.class);
        for (MemoryPart part : MemoryPart.values()) {
            parts.put(part, bytes[part.ordinal()]);
        }
        return new StepMemory(stage, parts, job.chip().memoryBytes(), practice);
    }

    /** What cannot be done without: all but fragmentation, which the allocator gives back before it fails. */
    public double neededBytes() {
        return sum() - parts.get(MemoryPart.FRAGMENTATION);
    }

    /** The peak that the driver will show: with fragmentation, as far as there is room. */
    public double peakBytes() {
        return fits() ? Math.min(sum(), capacityBytes) : neededBytes();
    }

    /** The peak's 80 % band, lower end. */
    public double lowBytes() {
        return LOW * peakBytes();
    }

    /** Its upper end. */
    public double highBytes() {
        return HIGH * peakBytes();
    }

    /** Whether the step can run. */
    public boolean fits() {
        return neededBytes() <= capacityBytes;
    }

    /** Whether it runs only if the allocator gives back what it would rather hold: expect slow steps. */
    public boolean tight() {
        return fits() && sum() > capacityBytes;
    }

    /** The part that bursts it, where it does not fit: the largest one. */
    public Optional<MemoryPart> bursting() {
        return fits() ? Optional.empty() : parts.entrySet().stream()
            .max(Map.Entry.<MemoryPart, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey(
                Comparator.reverseOrder()))).map(Map.Entry::getKey);
    }

    /** Why it does not fit, in words; nothing where it does. */
    public Optional<String> refusal() {
        return bursting().map(part -> Words.format(
            "needs %.1f GiB on an accelerator of stage %d, %.1f GiB more than it has; most goes to %s (%.1f GiB: %s); "
                + "less with %s", neededBytes() / Practice.GIB, stage, (neededBytes() - capacityBytes) / Practice.GIB,
            part.words(), parts.get(part) / Practice.GIB, part.rule(practice), part.remedy()));
    }

    private double sum() {
        double sum = 0;
        for (MemoryPart part : MemoryPart.values()) {
            sum += parts.get(part);
        }
        return sum;
    }
}
