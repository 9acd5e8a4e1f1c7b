package dev.longrun.cluster;

import java.util.OptionalDouble;

/**
 * A published run beside what is predicted of it.
 *
 * @param run as published
 * @param job with what was not published chosen
 * @param time of its step
 * @param memory of its fullest accelerator
 * @param band of the step time
 * @param calibrates whether constants were fitted with this row in sight
 */
public record Prediction(MeasuredRun run, Job job, StepTime time, StepMemory memory, StepBand band,
    boolean calibrates) {

    static Prediction of(MeasuredRun run, boolean calibrates) {
        Job job = Choice.complete(run);
        StepTime time = StepTime.of(job);
        return new Prediction(run, job, time, Choice.memory(job, run.recomputeKnown()),
            StepBand.of(job, !run.microBatchKnown() || !run.interleaveKnown()), calibrates);
    }

    /** Predicted over measured step time, less one. */
    public OptionalDouble timeError() {
        return run.seconds().isPresent() ? OptionalDouble.of(time.seconds() / run.seconds().getAsDouble() - 1)
            : OptionalDouble.empty();
    }

    /** Predicted over measured peak memory, less one. */
    public OptionalDouble memoryError() {
        return run.peakBytes().isPresent() && !run.outOfMemory()
            ? OptionalDouble.of(memory.peakBytes() / run.peakBytes().getAsDouble() - 1) : OptionalDouble.empty();
    }

    /** Whether the measured step lies in the 80 % band. */
    public boolean inside() {
        double ratio = run.seconds().orElse(Double.NaN) / time.seconds();
        return ratio >= band.low() && ratio <= band.high();
    }

    /** TFLOP/s per accelerator as the run's makers count them. */
    public double tflops() {
        StepFlop flop = StepFlop.of(job);
        double counted = run.hardwareFlop() ? flop.hardware(job.layout().recompute()) : flop.model();
        return counted / time.seconds() / job.layout().accelerators() / 1e12;
    }
}
