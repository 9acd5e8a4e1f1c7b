package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.run.Hardware;
import dev.longrun.run.ModelShape;
import dev.longrun.run.Run;
import dev.longrun.run.RunFile;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The one dial: derives everything that a run file leaves out, each value with its rule and source, in the order in
 * which a person would work it out. What is given always wins. What depends on a measured speed is rounded to coarse
 * grids, so that a percent of noise rarely changes a run.
 */
public final class Resolver {

    private Resolver() {
    }

    /**
     * Fills the run file and binds it.
     *
     * @param machine the speed of the computer at hand, where the run is for it
     * @throws dev.longrun.run.RunFileException if values do not go together or the run cannot be held
     */
    public static Run resolve(RunFile file, Optional<MachineSpeed> machine) {
        return resolve(file, machine, OptionalLong.empty());
    }

    /** The same; {@code freeDiskBytes} is what the disk of the run folder has left, and is checked too. */
    public static Run resolve(RunFile file, Optional<MachineSpeed> machine, OptionalLong freeDiskBytes) {
        double kept = 1;
        if (BudgetRule.laidOutFirst(file)) {
            RunFile read = file.asRead();
            kept = layout(read, file.asRead(), machine, 1);
            kept = layout(file, read, machine, kept);
        }
        return resolve(file, machine, freeDiskBytes, kept);
    }

    /** Whether a run file is for the computer at hand: it says so, or names no hardware and describes none. */
    public static boolean isHere(RunFile file) {
        return file.value("hardware.preset", String.class).map(Hardware.THIS_MACHINE::equals)
            .orElse(!file.has("hardware.peak"));
    }

    /**
     * What time on accelerators buys depends on their layout, which depends on the model that the time buys: what
     * {@code guess} gives shows what will be laid out, and {@code file} is given the share of the peak that follows.
     *
     * @return the share of the time that failures leave
     */
    private static double layout(RunFile file, RunFile guess, Optional<MachineSpeed> machine, double kept) {
        Run run = resolve(guess, machine, OptionalLong.empty(), kept);
        ClusterPlan cluster = ClusterPlanner.of(run);
        if (!cluster.laidOut()) {
            return kept;
        }
        double used = (double) cluster.accelerators() / run.hardware().count();
        file.derive("hardware.efficiency", Math.clamp(Grid.nearest(cluster.utilisation() * used, 3), 0.0001, 1),
            Words.format("of %s on %s of them, for a model of about this size; three digits", cluster.layout(),
                Words.exact(cluster.accelerators())), "longrun validate says how well steps are foretold");
        return OutlookPlanner.kept(run, cluster.accelerators());
    }

    private static Run resolve(RunFile file, Optional<MachineSpeed> machine, OptionalLong freeDiskBytes, double kept) {
        file.derive("name", "run", "no name is given", "our choice");
        boolean here = HardwareRule.derive(file, machine);
        List<String> source = DataRule.source(file, here);
        OptimizerRule.choose(file, here);
        Optional<Allowance> allowance = new BudgetRule(file, machine, source, kept).allowance(here);
        SizeRule.Size size = new SizeRule(file, here).choose(allowance);
        ModelShape shape = size.shape();
        new ShapeRule(file).derive(shape, size.why(), size.source());
        double n = ParameterCount.of(shape).matricesAndHead();
        long batch = BatchRule.derive(file, size.tokens(), shape.context());
        long tokens = tokens(file, size.tokens(), batch, allowance);
        long steps = Math.ceilDiv(tokens, batch);
        LearningRateRule.derive(file, n, tokens, batch);
        ScheduleRule.derive(file, steps, batch, here);
        long every = file.value("training.evaluate_every", Long.class).orElseThrow();
        DataRule.bytes(file, shape, tokens, Math.ceilDiv(steps, every));
        HardwareRule.efficiency(file, shape, batch, here ? machine : Optional.empty());
        Run run = file.run();
        RunChecks.check(file, run, machine, freeDiskBytes);
        return run;
    }

    private static long tokens(RunFile file, double tokens, long batch, Optional<Allowance> allowance) {
        double exact = tokens / batch;
        boolean measured = allowance.map(Allowance::measured).orElse(false);
        long steps = Math.max(1, measured ? Grid.steady(exact) : Grid.down(exact, 3));
        return file.derive("training.tokens", steps * batch, Words.format(
            "%s steps of %s: %s tokens from %s, in %s", Words.exact(steps), Words.exact(batch), Words.count(tokens),
            allowance.map(Allowance::words).orElse("the run file"),
            measured ? "a coarse grid against noise" : "three digits of steps"), "the budget");
    }
}
