package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.run.Hardware;
import dev.longrun.run.ModelShape;
import dev.longrun.run.Recipe;
import dev.longrun.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Wall time of the whole run by part, with a band.
 *
 * @param step one optimiser step
 * @param parts steps first
 * @param totalSeconds their sum
 * @param lowSeconds lower end of the band
 * @param highSeconds upper end
 * @param tokensPerSecond while stepping
 * @param bandReason why so wide
 */
public record TimePlan(StepTime step, List<TimePart> parts, double totalSeconds, double lowSeconds, double highSeconds,
    double tokensPerSecond, String bandReason) {
    /** Bytes a second to write, sync and rename a checkpoint: an assumption, of a plain SSD. */
    private static final double CHECKPOINT_BYTES_PER_SECOND = 300e6;
    /** Seconds a layer takes to wake the threads when it works on one token only: an assumption. */
    private static final double DECODE_LAYER_SECONDS = 20e-6;

    /**
     * One part.
     *
     * @param name short
     * @param seconds in all
     * @param rule how it is counted
     */
    public record TimePart(String name, double seconds, String rule) {
    }

    /** Of a resolved run; {@code cluster} is the step's layout on accelerators, where it counts. */
    static TimePlan of(Run run, Optional<MachineSpeed> machine, Optional<ClusterPlan> cluster) {
        StepTime step = cluster.map(each -> StepTime.laidOut(run, each)).orElseGet(() -> StepTime.of(run, machine));
        long steps = Steps.of(run.training());
        List<TimePart> parts = new ArrayList<>();
        parts.add(new TimePart("steps", steps * step.stepSeconds(),
            Words.exact(steps) + " x " + Words.duration(step.stepSeconds())));
        boolean here = run.hardware().preset().equals(Hardware.THIS_MACHINE) && machine.isPresent();
        if (here) {
            MachineSpeed speed = machine.get();
            double perToken = TokenTime.forward(run.model(), speed).total();
            parts.add(evaluations(run, perToken));
            parts.add(checkpoints(run, steps * step.stepSeconds()));
            parts.add(samples(run, speed));
            parts.add(preparation(run, speed));
            parts.add(new TimePart("warming up", speed.warmupSeconds(),
                "until the JVM has compiled the kernels; measured"));
        } else {
            parts.add(evaluations(run, step.stepSeconds() / run.training().batchTokens() / 3));
        }
        double total = parts.stream().mapToDouble(TimePart::seconds).sum();
        double low = cluster.map(each -> each.lowStepSeconds() / each.stepSeconds()).orElse(here ? 0.9 : 0.8);
        double high = cluster.map(each -> each.highStepSeconds() / each.stepSeconds()).orElse(here ? 1.1 : 1.35);
        return new TimePlan(step, List.copyOf(parts), total, low * total, high * total,
            run.training().batchTokens() / step.stepSeconds(), here ? "+-10 %: speeds measured here"
                : cluster.isPresent() ? "80 % by how published steps were met"
                : "-20 % to +35 %: efficiencies of published runs lie between 30 and 50 %");
    }

    /** With the time that failures, restarts, checkpoints and slow nodes take. */
    TimePlan with(Outlook outlook) {
        double days = outlook.days().value();
        List<TimePart> all = new ArrayList<>(parts);
        all.add(new TimePart("failures", days * 86_400 - totalSeconds, Words.format(
            "goodput %.0f %%: failures, restarts, checkpoints, slow nodes", 100 * outlook.goodput().value())));
        return new TimePlan(step, List.copyOf(all), days * 86_400, outlook.days().low() * 86_400,
            outlook.days().high() * 86_400, tokensPerSecond, bandReason + ", and what fleets' failure rates differ by");
    }

    private static TimePart evaluations(Run run, double secondsPerToken) {
        double tokens = run.data().validationBytes() / BytesPerToken.estimate(run.model().vocabulary());
        long count = Steps.evaluations(run.training());
        return new TimePart("evaluations", count * tokens * secondsPerToken,
            Words.format("%d x %s tokens, forward only", count, Words.count(Math.rint(tokens))));
    }

    private static TimePart checkpoints(Run run, double trainingSeconds) {
        Recipe recipe = run.training();
        long byTime = (long) (trainingSeconds / recipe.checkpointSeconds());
        long count = Math.max(Steps.checkpoints(recipe), byTime);
        double bytes = checkpointBytes(run.model(), recipe.optimizer());
        return new TimePart("checkpoints", count * bytes / CHECKPOINT_BYTES_PER_SECOND,
            Words.format("%d x %s at %s (assumed)", count, Words.bytes(bytes),
                Words.scaled(CHECKPOINT_BYTES_PER_SECOND, "B/s")));
    }

    /** Weights and the optimiser's state in float32. */
    static long checkpointBytes(ModelShape shape, Recipe.Optimizer optimizer) {
        return 4 * (ParameterCount.of(shape).total() + OptimizerCost.of(shape, optimizer).stateFloats());
    }

    private static TimePart samples(Run run, MachineSpeed speed) {
        ModelShape shape = run.model();
        long tokens = Steps.evaluations(run.training()) * run.training().prompts().size()
            * run.training().sampleTokens();
        double weights = 4.0 * ParameterCount.of(shape).matricesAndHead() / speed.memoryBytesPerSecond();
        double seconds = weights + shape.layers() * DECODE_LAYER_SECONDS;
        return new TimePart("samples", tokens * seconds,
            Words.format("%s tokens, one at a time, each reads all weights", Words.exact(tokens)));
    }

    private static TimePart preparation(Run run, MachineSpeed speed) {
        double bytes = BytesToRead.training(run.data()) + run.data().validationBytes();
        return new TimePart("preparing the text", bytes / speed.textBytesPerSecond(),
            Words.format("%s at %s; nothing when it is prepared already", Words.bytes(bytes),
                Words.scaled(speed.textBytesPerSecond(), "B/s")));
    }
}
