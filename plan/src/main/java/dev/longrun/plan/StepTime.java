package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.run.Hardware;
import dev.longrun.run.ModelShape;
import dev.longrun.run.Recipe;
import dev.longrun.run.Recipe.Optimizer;
import dev.longrun.run.Run;
import java.util.Optional;

/**
 * Seconds of one optimiser step. On the computer at hand, from its measured speeds ({@link TokenTime}) and the bytes
 * the optimiser sweeps; on accelerators, FLOP / (count x peak x efficiency).
 *
 * @param matmulSeconds in matrix products; on accelerators all of the step
 * @param attentionSeconds in attention scores
 * @param elementwiseSeconds in norms, activations, sums, loss
 * @param optimizerSeconds in clipping, the update (Muon's products too) and zeroing
 * @param stepSeconds their sum
 * @param modelFlop a step
 * @param efficiency model FLOP/s over the peak (MFU)
 * @param source where the speeds come from
 */
public record StepTime(double matmulSeconds, double attentionSeconds, double elementwiseSeconds,
    double optimizerSeconds, double stepSeconds, double modelFlop, double efficiency, String source) {

    /** Of a resolved run; {@code machine} counts only where the run is for the computer at hand. */
    public static StepTime of(Run run, Optional<MachineSpeed> machine) {
        if (run.hardware().preset().equals(Hardware.THIS_MACHINE) && machine.isPresent()) {
            return measured(run.model(), run.training().batchTokens(), run.training().optimizer(), machine.get());
        }
        return assumed(run.model(), run.training(), run.hardware());
    }

    /** On accelerators, by the layout. */
    static StepTime laidOut(Run run, ClusterPlan cluster) {
        double flop = (double) run.training().batchTokens() * FlopCount.of(run.model()).training();
        double update = cluster.parts().stream().filter(part -> part.name().equals(ClusterPlanner.OPTIMIZER))
            .mapToDouble(ClusterPlan.Part::amount).sum();
        return new StepTime(cluster.stepSeconds() - update, 0, 0, update, cluster.stepSeconds(), flop,
            cluster.utilisation(), Words.format("%s x %s, %s", Words.exact(cluster.accelerators()),
            run.hardware().preset(), cluster.layout()));
    }

    static StepTime measured(ModelShape shape, long batchTokens, Optimizer optimizer, MachineSpeed machine) {
        TokenTime token = TokenTime.training(shape, machine);
        double update = OptimizerCost.of(shape, optimizer).seconds(shape, machine);
        double seconds = batchTokens * token.total() + update;
        double flop = (double) batchTokens * FlopCount.of(shape).training();
        return new StepTime(batchTokens * token.matmul(), batchTokens * token.attention(),
            batchTokens * token.elementwise(), update, seconds, flop, flop / seconds / machine.peakFlops(),
            "speeds measured on this machine, " + machine.cpu() + ", " + machine.threads() + " threads");
    }

    private static StepTime assumed(ModelShape shape, Recipe recipe, Hardware hardware) {
        double flop = (double) recipe.batchTokens() * FlopCount.of(shape).training();
        double efficiency = hardware.efficiency().orElse(HardwareRule.EFFICIENCY);
        double flopPerSecond = hardware.count() * hardware.peak() * efficiency;
        double update = OptimizerCost.of(shape, recipe.optimizer()).newtonSchulzFlop() / flopPerSecond;
        double seconds = flop / flopPerSecond;
        return new StepTime(seconds, 0, 0, update, seconds + update, flop, flop / (flop + update * flopPerSecond)
            * efficiency,
            Words.format("%s x %s at %.0f %% of %s", Words.exact(hardware.count()), hardware.preset(),
                100 * efficiency, Words.scaled(hardware.peak(), "FLOP/s")));
    }
}
