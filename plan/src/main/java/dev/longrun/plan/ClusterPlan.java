package dev.longrun.plan;

import java.util.List;

/**
 * One step on the run's accelerators: the layout, where its time and memory go, what else would do and what the
 * constraints cost. All figures are foretold; {@code longrun validate} says how well.
 *
 * @param layout in words; empty where none fits or the chip's links are not known
 * @param accelerators laid out; the others of the run's wait as spares
 * @param ranks of each kind
 * @param found how the layout came about
 * @param refusal why there is none; empty where there is one
 * @param software whose habits are counted
 * @param stepSeconds median
 * @param lowStepSeconds lower end of the 80 % band
 * @param highStepSeconds upper end
 * @param parts of the step, those above 0
 * @param modelFlopsPerAccelerator achieved, FLOP/s, causal attention
 * @param utilisation of the bf16 peak (MFU)
 * @param memory of the fullest accelerator by part
 * @param peakBytes there
 * @param capacityBytes of an accelerator
 * @param stage the pipeline stage it belongs to, from 0
 * @param alternatives the best layouts of other shapes, the fastest first
 * @param constraints what each costs
 */
public record ClusterPlan(String layout, long accelerators, Ranks ranks, String found, String refusal,
    String software, double stepSeconds, double lowStepSeconds, double highStepSeconds, List<Part> parts,
    double modelFlopsPerAccelerator, double utilisation, List<Part> memory, double peakBytes, double capacityBytes,
    int stage, List<Alternative> alternatives, List<Alternative> constraints) {

    /** How many ranks of each kind, chunks a stage and sequences of a micro-batch; 0 where there is no layout. */
    public record Ranks(int tensor, int pipeline, int interleave, int data, int context, int expert,
        int microBatch) {
    }

    /** Seconds or bytes of one part. */
    public record Part(String name, double amount, String rule) {
    }

    /**
     * Another layout.
     *
     * @param what is other: nothing but the shape, or a constraint
     * @param layout in words, or that nothing fits
     * @param stepSeconds of it; 0 where nothing fits
     * @param gain sequences a second over the chosen layout's, less 1
     */
    public record Alternative(String what, String layout, double stepSeconds, double gain) {
    }

    /** Whether there is a layout to count with. */
    public boolean laidOut() {
        return refusal.isEmpty();
    }
}
