package dev.longrun.cluster;

import dev.longrun.run.CsvTable;
import dev.longrun.run.HardwareTable;
import dev.longrun.run.Layout.Recompute;
import dev.longrun.run.Layout.Sharding;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A published run as a job, and what was measured of it.
 *
 * @param id of its row
 * @param group of its row
 * @param job with the layout as far as published; what is not stands at its least (micro-batch 1, no interleaving, no
 *     recomputation), but for the optimiser, which software that overlaps shards
 * @param microBatchKnown whether the micro-batch is published
 * @param interleaveKnown whether the interleaving is published, or software or layout leaves no choice
 * @param recomputeKnown whether the recomputation is published, or follows from how FLOP were counted
 * @param hardwareFlop whether the run's TFLOP/s count recomputation
 * @param seconds of a step, derived from tokens/s or TFLOP/s where only those are published
 * @param tflops per accelerator, as published
 * @param peakBytes of memory
 * @param outOfMemory whether the run failed for memory
 */
public record MeasuredRun(String id, String group, Job job, boolean microBatchKnown, boolean interleaveKnown,
    boolean recomputeKnown, boolean hardwareFlop, OptionalDouble seconds, OptionalDouble tflops,
    OptionalDouble peakBytes, boolean outOfMemory) {

    private static final double GIB = 1L << 30;
    private static final int DEGREE = 10_000_000;

    /**
     * Reads a row.
     *
     * @throws dev.longrun.run.TableException if it cannot be used, with the reason
     */
    static MeasuredRun of(CsvTable.Row row) {
        RowCells cells = new RowCells(row);
        if (cells.text("kind").equals("estimate")) {
            throw cells.problem("kind", "an estimate is nothing to be measured against");
        }
        boolean outOfMemory = cells.text("notes").startsWith("OUT OF MEMORY");
        boolean measured = cells.has("step_time_s") || cells.has("tflops_per_accel") || cells.has("tokens_per_s");
        if (!measured && !cells.has("peak_mem_gib") && !outOfMemory) {
            throw cells.problem("step_time_s", "neither step time, speed nor peak memory of a run is published");
        }
        if (!cells.has("tp") || !cells.has("pp")) {
            throw cells.problem("tp", "the layout is not published");
        }
        Chip chip = chip(cells);
        Transformer model = RowModel.of(cells);
        Precision precision = precision(cells);
        int year = cells.whole("year", 2017, 2100, 2025);
        Layout layout = layout(cells, chip, model, year, precision);
        int batch = cells.whole("global_batch_seqs", 1, 100_000_000);
        int sequence = cells.whole("seq_len", 1, 100_000_000);
        if (batch % ((long) layout.data() * layout.microBatch()) != 0) {
            throw cells.problem("global_batch_seqs", batch + " sequences do not divide into micro-batches of "
                + layout.microBatch() + " on " + layout.data() + " replicas");
        }
        check(cells, chip, precision);
        Software software = Software.of(year, precision, layout);
        Job job = new Job(model, sequence, batch, precision, chip, RowNetwork.of(cells.text("network"), chip), layout,
            software);
        if (job.network().bandwidth() <= 0 && layout.accelerators() > chip.linkDomain()) {
            throw cells.problem("network", "no bandwidth is known between the nodes of " + chip.name());
        }
        boolean hardware = cells.text("flops_convention").startsWith("hardware");
        return new MeasuredRun(cells.text("id"), cells.text("group"), job, cells.has("microbatch"),
            cells.has("vpp") || layout.pipeline() == 1 || !software.overlaps(),
            cells.has("recompute") || hardware, hardware, seconds(cells, job, hardware),
            cells.has("tflops_per_accel") ? OptionalDouble.of(cells.number("tflops_per_accel", 0.01, 1e6))
                : OptionalDouble.empty(),
            cells.has("peak_mem_gib") ? OptionalDouble.of(cells.number("peak_mem_gib", 0.001, 1e5) * GIB)
                : OptionalDouble.empty(), outOfMemory);
    }

    private static Chip chip(RowCells cells) {
        String name = cells.text("accelerator");
        return HardwareTable.named(name).map(Chip::of).orElseThrow(() -> cells.problem("accelerator",
            "the table of accelerators has no \"" + (name.length() > 60 ? name.substring(0, 60) : name) + "\""));
    }

    private static void check(RowCells cells, Chip chip, Precision precision) {
        if (chip.linkBandwidth().isEmpty()) {
            throw cells.problem("accelerator", "the bandwidth of the links of " + chip.name() + " is not known");
        }
        boolean peak = switch (precision) {
            case FP16, BF16 -> true;
            case FP8, MXFP8 -> chip.fp8Flops().isPresent();
            case NVFP4 -> chip.fp4Flops().isPresent();
        };
        if (!peak) {
            throw cells.problem("precision", "the peak of " + chip.name() + " at " + precision + " is not known");
        }
    }

    private static Precision precision(RowCells cells) {
        String text = cells.text("precision").toLowerCase(Locale.ROOT);
        if (text.contains("fp4") && !text.contains("fp8")) {
            return Precision.NVFP4;
        }
        if (text.contains("fp8")) {
            return text.contains("mx") ? Precision.MXFP8 : Precision.FP8;
        }
        if (text.contains("bf16")) {
            return Precision.BF16;
        }
        if (text.contains("fp16")) {
            return Precision.FP16;
        }
        throw cells.problem("precision", text.isEmpty() ? "is not published"
            : "none of fp16, bf16, fp8, mxfp8, nvfp4");
    }

    private static Layout layout(RowCells cells, Chip chip, Transformer model, int year, Precision precision) {
        int tensor = cells.whole("tp", 1, DEGREE);
        int pipeline = cells.whole("pp", 1, DEGREE);
        int context = cells.whole("cp", 1, DEGREE, 1);
        if (model.heads() % tensor != 0) {
            throw cells.problem("tp", model.heads() + " heads do not divide over " + tensor + " tensor ranks");
        }
        if (pipeline > model.layers()) {
            throw cells.problem("pp", model.layers() + " layers do not fill " + pipeline + " stages");
        }
        long accelerators = cells.whole("n_accel", 1, 100_000_000);
        long others = (long) tensor * pipeline * context;
        if (!cells.has("dp") && accelerators % others != 0) {
            throw cells.problem("n_accel", accelerators + " do not divide by tp x pp x cp = " + others);
        }
        int data = cells.whole("dp", 1, DEGREE, (int) Math.max(1, accelerators / others));
        if (others * data != accelerators) {
            throw cells.problem("n_accel", "tp x pp x dp x cp = " + others * data + ", not " + accelerators);
        }
        int experts = model.experts().map(Transformer.Experts::count).orElse(1);
        int expert = experts == 1 ? 1 : cells.whole("ep", 1, DEGREE, 1);
        if (experts % expert != 0 || (long) tensor * data * context % expert != 0) {
            throw cells.problem("ep", experts + " experts on " + (long) tensor * data * context
                + " ranks of a stage do not spread over " + expert);
        }
        int interleave = cells.whole("vpp", 1, 1000, 1);
        if ((long) interleave * pipeline > model.layers() + 2L) {
            throw cells.problem("vpp", model.layers() + " layers do not fill " + (long) interleave * pipeline
                + " chunks");
        }
        String sharding = cells.text("sharding").toLowerCase(Locale.ROOT);
        String recompute = cells.text("recompute").toLowerCase(Locale.ROOT);
        Layout layout = new Layout(tensor, pipeline, interleave, data, context, expert,
            cells.whole("microbatch", 1, DEGREE, 1), false, sharding(sharding), recompute(recompute,
            cells.text("flops_convention").startsWith("hardware")));
        boolean sequence = tensor > 1 && (recompute.contains("sequence")
            || Software.of(year, precision, layout).overlaps());
        return new Layout(tensor, pipeline, interleave, data, context, expert, layout.microBatch(), sequence,
            cells.has("sharding") || !Software.of(year, precision, layout).overlaps() ? layout.sharding()
                : Sharding.OPTIMIZER, layout.recompute());
    }

    private static Sharding sharding(String text) {
        if (text.contains("zero2") || text.contains("zero-2")) {
            return Sharding.GRADIENTS;
        }
        if (text.contains("zero3") || text.contains("zero-3") || text.contains("fsdp")) {
            return Sharding.WEIGHTS;
        }
        return text.contains("zero1") || text.contains("zero-1") || text.contains("dist") ? Sharding.OPTIMIZER
            : Sharding.NONE;
    }

    /** TFLOP/s that count recomputation are of runs that recompute. */
    private static Recompute recompute(String text, boolean hardware) {
        if (text.contains("selective")) {
            return Recompute.SELECTIVE;
        }
        return text.startsWith("full") || text.isEmpty() && hardware ? Recompute.FULL : Recompute.NONE;
    }

    private static OptionalDouble seconds(RowCells cells, Job job, boolean hardware) {
        if (cells.has("step_time_s")) {
            return OptionalDouble.of(cells.number("step_time_s", 1e-5, 1e6));
        }
        if (cells.has("tokens_per_s")) {
            return OptionalDouble.of((double) job.batch() * job.sequence() / cells.number("tokens_per_s", 1e-3, 1e12));
        }
        if (cells.has("tflops_per_accel")) {
            StepFlop flop = StepFlop.of(job);
            // Who trains with an attention that leaves out what causality masks counts no more than is computed.
            double counted = hardware ? flop.hardware(Recompute.FULL)
                : job.software().fusedAttention() ? flop.causal() : flop.model();
            return OptionalDouble.of(counted / (cells.number("tflops_per_accel", 0.01, 1e6) * 1e12
                * job.layout().accelerators()));
        }
        return OptionalDouble.empty();
    }
}
