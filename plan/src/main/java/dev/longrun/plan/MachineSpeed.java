package dev.longrun.plan;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What calibration measured on the computer at hand, all threads together.
 *
 * @param cpu its name
 * @param threads threads used while measuring
 * @param peakFlops best float32 matrix product, FLOP/s: the peak that MFU is a share of
 * @param matmulFlopsByWidth FLOP/s of products whose smaller weight dimension is the key, tokens by the thousand
 * @param attentionFlops FLOP/s of causal attention, forward and backward together, counted as {@link FlopCount} does
 *     (three times the forward; what the backward recomputes is not counted)
 * @param elementwiseBytesPerSecond bytes read and written a second by norms, activations and residual sums
 * @param memoryBytesPerSecond bytes a second of the optimiser's sweep over arrays larger than any cache
 * @param textBytesPerSecond bytes of raw text a second through reading, tokenizer training and encoding
 * @param warmupSeconds lost at the start of a run, until the JVM has compiled what a step calls
 * @param memoryBytes memory of the machine
 * @param measuredAt ISO-8601 instant
 */
public record MachineSpeed(String cpu, int threads, double peakFlops, SortedMap<Integer, Double> matmulFlopsByWidth,
    double attentionFlops, double elementwiseBytesPerSecond, double memoryBytesPerSecond, double textBytesPerSecond,
    double warmupSeconds, long memoryBytes, String measuredAt) {

    /** Checks that every speed is above 0. */
    public MachineSpeed {
        if (matmulFlopsByWidth.isEmpty()) {
            throw new PlanException("the machine's speed has no matrix product in it: measure it again");
        }
        matmulFlopsByWidth = Collections.unmodifiableSortedMap(new TreeMap<>(matmulFlopsByWidth));
        positive("peakFlops", peakFlops);
        matmulFlopsByWidth.values().forEach(rate -> positive("matmulFlopsByWidth", rate));
        positive("attentionFlops", attentionFlops);
        positive("elementwiseBytesPerSecond", elementwiseBytesPerSecond);
        positive("memoryBytesPerSecond", memoryBytesPerSecond);
        positive("textBytesPerSecond", textBytesPerSecond);
        positive("memoryBytes", memoryBytes);
        if (!(warmupSeconds >= 0) || warmupSeconds > 3600) {
            throw new PlanException("the machine's speed has warmupSeconds = " + warmupSeconds
                + ", which should be 0 or more: measure it again");
        }
    }

    /** The same machine, on which a training step takes {@code factor} times as long; what else it does stays. */
    public MachineSpeed slowedBy(double factor) {
        SortedMap<Integer, Double> slower = new TreeMap<>();
        matmulFlopsByWidth.forEach((width, rate) -> slower.put(width, rate / factor));
        return new MachineSpeed(cpu, threads, peakFlops, slower, attentionFlops / factor,
            elementwiseBytesPerSecond / factor, memoryBytesPerSecond, textBytesPerSecond, warmupSeconds, memoryBytes,
            measuredAt);
    }

    private static void positive(String what, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new PlanException("the machine's speed has " + what + " = " + value
                + ", which should be above 0: measure it again");
        }
    }

    /** FLOP/s of a product whose smaller weight dimension is {@code width}: linear in log(width), flat beyond. */
    public double matmulFlops(int width) {
        SortedMap<Integer, Double> wider = matmulFlopsByWidth.tailMap(width);
        SortedMap<Integer, Double> narrower = matmulFlopsByWidth.headMap(width);
        if (wider.isEmpty()) {
            return narrower.get(narrower.lastKey());
        }
        int above = wider.firstKey();
        if (above == width || narrower.isEmpty()) {
            return wider.get(above);
        }
        int below = narrower.lastKey();
        double share = Math.log((double) width / below) / Math.log((double) above / below);
        return narrower.get(below) * (1 - share) + wider.get(above) * share;
    }
}
