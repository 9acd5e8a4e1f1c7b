package dev.longrun.plan;

import dev.longrun.run.Hardware;
import dev.longrun.run.ModelShape;
import dev.longrun.run.Run;
import java.util.Optional;

/**
 * Seconds of one optimiser step. On the computer at hand, from its measured speeds ({@link TokenTime}) and the bytes
 * the optimiser sweeps; on accelerators, FLOP / (count x peak x efficiency).
 *
 * @param matmulSeconds in matrix products; on accelerators all of the step
 * @param attentionSeconds in attention scores
 * @param elementwiseSeconds in norms, activations, sums, loss
 * @param optimizerSeconds in clipping, AdamW and zeroing
 * @param stepSeconds their sum
 * @param modelFlop a step
 * @param efficiency model FLOP/s over the peak (MFU)
 * @param source where the speeds come from
 */
public record StepTime(double matmulSeconds, double attentionSeconds, double elementwiseSeconds,
    double optimizerSeconds, double stepSeconds, double modelFlop, double efficiency, String source) {

    /**
     * Bytes the optimiser moves a parameter in float32: the norm reads the gradient (4); AdamW reads weight, gradient
     * and both moments and writes all but the gradient (28); zeroing writes the gradient (4).
     */
    static final int OPTIMIZER_BYTES = 36;

    /** Of a resolved run; {@code machine} counts only where the run is for the computer at hand. */
    public static StepTime of(Run run, Optional<MachineSpeed> machine) {
        if (run.hardware().preset().equals(Hardware.THIS_MACHINE) && machine.isPresent()) {
            return measured(run.model(), run.training().batchTokens(), machine.get());
        }
        return assumed(run.model(), run.training().batchTokens(), run.hardware());
    }

    static StepTime measured(ModelShape shape, long batchTokens, MachineSpeed machine) {
        TokenTime token = TokenTime.training(shape, machine);
        double optimizer = optimizerSeconds(shape, machine);
        double seconds = batchTokens * token.total() + optimizer;
        double flop = (double) batchTokens * FlopCount.of(shape).training();
        return new StepTime(batchTokens * token.matmul(), batchTokens * token.attention(),
            batchTokens * token.elementwise(), optimizer, seconds, flop, flop / seconds / machine.peakFlops(),
            "speeds measured on this machine, " + machine.cpu() + ", " + machine.threads() + " threads");
    }

    static double optimizerSeconds(ModelShape shape, MachineSpeed machine) {
        return (double) OPTIMIZER_BYTES * ParameterCount.of(shape).total() / machine.memoryBytesPerSecond();
    }

    private static StepTime assumed(ModelShape shape, long batchTokens, Hardware hardware) {
        double flop = (double) batchTokens * FlopCount.of(shape).training();
        double seconds = flop / (hardware.count() * hardware.peak() * hardware.efficiency());
        return new StepTime(seconds, 0, 0, 0, seconds, flop, hardware.efficiency(),
            Words.format("%s x %s at %.0f %% of %s", Words.exact(hardware.count()), hardware.preset(),
                100 * hardware.efficiency(), Words.scaled(hardware.peak(), "FLOP/s")));
    }
}
