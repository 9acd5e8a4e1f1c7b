package dev.longrun.train;

import dev.longrun.plan.LossCurve;
import dev.longrun.plan.MachineSpeed;
import dev.longrun.plan.MemoryPlan;
import dev.longrun.plan.ParameterCount;
import dev.longrun.plan.Plan;
import dev.longrun.plan.PlanException;
import dev.longrun.plan.Planner;
import dev.longrun.plan.Resolver;
import dev.longrun.plan.Trainable;
import dev.longrun.run.Hardware;
import dev.longrun.run.Run;
import dev.longrun.run.RunFile;
import dev.longrun.run.RunYaml;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.text.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;

/**
 * A run about to be trained: resolved anew, or taken up from its folder, whose resolved file and plan then stand.
 * Nothing is written before {@link #train}.
 *
 * @param folder where it lies, or will
 * @param run as resolved
 * @param plan what was foretold when it began
 * @param yaml the resolved file's text, for a folder that is new
 */
public record TrainingRun(RunFolder folder, Run run, Plan plan, Optional<String> yaml) {

    /**
     * Resolves a run file, or takes up the folder of its name.
     *
     * @param runs the folder of all runs
     * @param threads how many threads will train: the plan's hours are theirs, what is derived is the machine's
     * @param measuring told the share done while this machine's speed is measured, which happens once
     * @throws TrainException if the folder of that name holds another run, saying which values differ
     */
    public static TrainingRun of(RunFile file, Path runs, int threads, DoubleConsumer measuring) {
        return of(file, folder(file, runs), threads, measuring);
    }

    static TrainingRun of(RunFile file, RunFolder folder, int threads, DoubleConsumer measuring) {
        return folder.holdsRun() ? takeUp(file, folder) : planned(file, folder, threads, measuring);
    }

    /** Resolves a run file and plans it, whatever lies in the folder of its name. */
    public static TrainingRun planned(RunFile file, Path runs, int threads, DoubleConsumer measuring) {
        return planned(file, folder(file, runs), threads, measuring);
    }

    private static TrainingRun planned(RunFile file, RunFolder folder, int threads, DoubleConsumer measuring) {
        if (!Resolver.isHere(file)) {
            Run run = Resolver.resolve(file, Optional.empty(), OptionalLong.empty());
            return planned(file, run, folder, Optional.empty());
        }
        Trainable.require(file);
        Precisions.require(file);
        // All cores, however many are used now: the same file must derive the same run. A first answer shows what size
        // of model it will be; a few of its training passes are timed, and the answer found again from that speed.
        int cores = Runtime.getRuntime().availableProcessors();
        MachineSpeed machine = Calibration.of(cores, measuring);
        Run guess = Resolver.resolve(file.asRead(), Optional.of(machine), freeBytes(folder.path()));
        MachineSpeed timed = Calibration.of(guess, machine);
        RunFile resolved = file.asRead();
        Run run = Resolver.resolve(resolved, Optional.of(timed), freeBytes(folder.path()));
        MachineSpeed used = Calibration.of(run, threads == cores ? machine : Calibration.of(threads, measuring));
        return planned(resolved, run, folder, Optional.of(used));
    }

    /** The same as {@link #of} with a speed that was not measured here; for tests. */
    static TrainingRun of(RunFile file, Path runs, Supplier<Optional<MachineSpeed>> speed, OptionalLong freeBytes) {
        RunFolder folder = folder(file, runs);
        return folder.holdsRun() ? takeUp(file, folder)
            : planned(file, Resolver.resolve(file, speed.get(), freeBytes), folder, speed.get());
    }

    /** {@code run} is what {@code file} was resolved to, {@code used} is what will train. */
    static TrainingRun planned(RunFile file, Run run, RunFolder folder, Optional<MachineSpeed> used) {
        Plan plan = Planner.plan(run, file.derivations(), used, LadderRun.forecast(folder));
        return new TrainingRun(folder, run, plan, Optional.of(RunYaml.write(file)));
    }

    static RunFolder folder(RunFile file, Path runs) {
        return new RunFolder(runs.resolve(file.value("name", String.class).orElseThrow()));
    }

    /** What the disk that will hold the runs has left, where the system says so. */
    private static OptionalLong freeBytes(Path folder) {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        try {
            return OptionalLong.of(Files.getFileStore(there).getUsableSpace());
        } catch (IOException unknown) {
            return OptionalLong.empty();
        }
    }

    private static TrainingRun takeUp(RunFile file, RunFolder folder) {
        Plan plan = Plan.read(folder.planFile());
        List<String> differences = Differences.between(file, RunFile.read(folder.runFile(), List.of()),
            plan.derivations());
        if (!differences.isEmpty()) {
            throw new TrainException(folder.path() + ": belongs to another run file (" + String.join("; ", differences)
                + "); give the run another name with --set name=..., or delete the folder");
        }
        return new TrainingRun(folder, RunFile.read(folder.runFile(), Differences.overrides(file)).run(), plan,
            Optional.empty());
    }

    /** Whether it is for the computer at hand. */
    public boolean runsHere() {
        return run.hardware().preset().equals(Hardware.THIS_MACHINE);
    }

    /** Whether the folder held the run before. */
    public boolean resumes() {
        return yaml.isEmpty();
    }

    /**
     * Prepares the text and trains to the end, or until {@code stop} says so. A run that is finished is left as it is.
     *
     * @param threads how many threads; the result does not depend on it
     * @return whether it finished or was interrupted
     * @throws TrainException when the run cannot start or was stopped by its guard, in one line
     */
    public Trainer.Outcome train(int threads, TrainListener listener, BooleanSupplier stop) throws IOException {
        long started = System.nanoTime();
        if (!runsHere()) {
            throw new TrainException(run.name() + ": is planned for " + run.hardware().count() + " x "
                + run.hardware().preset() + "; only a run with hardware: this-machine can be trained here");
        }
        if (!plan.memory().fits()) {
            throw new PlanException(run.name() + ": needs " + plan.memory().totalBytes() / 1_000_000
                + " MB of memory and this machine has " + plan.memory().availableBytes() / 1_000_000
                + " MB; make model or training.micro_batch_tokens smaller");
        }
        requireHeap(threads, Runtime.getRuntime().maxMemory());
        Precisions.require(run);
        if (resumes() && folder.finished()) {
            return Trainer.Outcome.FINISHED;
        }
        try (RunLock lock = RunLock.take(folder.path()); ThreadTeam team = new ThreadTeam(threads)) {
            try {
                return train(team, listener, stop, started);
            } finally {
                lock.leaveNothingOf(folder);
            }
        }
    }

    /** Weights, gradients and both moments, and the buffers of a pass, must find room in Java's heap. */
    void requireHeap(int threads, long heapBytes) {
        long needed = 16 * ParameterCount.of(run.model()).total()
            + MemoryPlan.passBytes(run.model(), run.training().microBatchTokens(), threads,
                run.training().dropout() > 0);
        if (needed > heapBytes) {
            throw new TrainException(run.name() + ": needs " + needed / 1_000_000 + " MB of Java's heap, which may "
                + "have " + heapBytes / 1_000_000 + " MB; make model or training.micro_batch_tokens smaller, or let "
                + "Java have more (java -Xmx)");
        }
    }

    private Trainer.Outcome train(ThreadTeam team, TrainListener listener, BooleanSupplier stop, long started)
        throws IOException {
        List<Event> noted = new ArrayList<>();
        Resumption resumption = Resumption.of(folder);
        try (Dataset dataset = Text.of(folder, run, resumption, team, listener, noted)) {
            if (!resumes()) {
                begin();
            }
            ThisMachine.forgetPeak();
            LossCurve curve = LossCurve.of(run, plan.loss().law(),
                (double) dataset.facts().trainBytes() / dataset.facts().trainTokens(),
                (double) dataset.facts().validationBytes() / dataset.facts().validationTokens());
            return new Trainer(folder, run, plan, curve, team, listener, stop, started)
                .train(dataset, resumption, noted);
        }
    }

    private void begin() throws IOException {
        if (folder.holdsRun()) {
            throw new TrainException(folder.path() + ": another process has begun this run meanwhile; run the same "
                + "command again to go on from there");
        }
        try {
            Files.createDirectories(folder.checkpoints());
            Durable.write(folder.planFile(), plan.json());
            Durable.write(folder.runFile(), yaml.orElseThrow());
            Durable.sync(folder.path().toAbsolutePath().getParent());
        } catch (IOException failure) {
            throw new TrainException(folder.path() + ": cannot be begun (" + failure.getMessage() + "); make room and "
                + "run the same command again", failure);
        }
    }
}
