package dev.longrun.cli;

import dev.longrun.plan.PlanText;
import dev.longrun.run.RunFile;
import dev.longrun.train.Journal;
import dev.longrun.train.TrainListener;
import dev.longrun.train.Trainer;
import dev.longrun.train.TrainingRun;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.DoubleConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** longrun train. */
@Command(name = "train", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Plans a run, then trains it. The same command again goes on where the run was "
        + "stopped or killed. Ctrl-C saves a checkpoint and stops.",
    footerHeading = "%nExample:%n", footer = {"  longrun train examples/laptop.yaml --set \"budget=2 min\""})
final class TrainCommand implements Callable<Integer> {

    private final Terminal terminal;
    @Mixin
    private RunFileOptions file;
    @Mixin
    private RunsOption runs;
    @Mixin
    private ThreadsOption threads;
    @Option(names = "--json", description = "Print the plan and then every event of the journal, one JSON object a "
        + "line.")
    private boolean json;
    @Option(names = "--profile", description = "Say at the end where the time went, and record the run with the "
        + "JVM's profiler: profile.jfr in the run folder.")
    private boolean profile;
    @Mixin
    private CommonOptions common;

    TrainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        int team = threads.count();
        RunFile draft = file.read(terminal);
        try (Progress progress = new Progress(terminal); Interruption stop = Interruption.heeded(terminal)) {
            DoubleConsumer measuring = json ? _ -> { } : share -> progress.preparing("measuring this machine", share);
            TrainingRun run = TrainingRun.of(draft, runs.folder(terminal), team, measuring);
            if (run.resumes() && run.folder().finished()) {
                say("finished before: " + run.folder().report());
                return 0;
            }
            Journal.read(run.folder().journal()).forEach(progress::remember);
            progress.erase();
            TrainListener shown = json ? new JsonEvents(terminal.out()) : progress;
            Profiling profiling = new Profiling(shown, terminal, run.folder().path().resolve("profile.jfr"));
            RunningState state = new RunningState(profile ? profiling : shown, stop);
            if (json) {
                JsonEvents.planned(terminal.out(), run.plan());
            } else {
                terminal.out().println(PlanText.renderSummary(run.plan()));
                terminal.out().flush();
            }
            try (profiling) {
                Trainer.Outcome outcome = run.train(team, state, stop);
                progress.erase();
                profiling.summary().forEach(this::say);
                return ended(run, outcome);
            } catch (RuntimeException failure) {
                // Once the run was under way, other input would not have helped.
                if (state.begun() && Problems.isTheUsers(failure)) {
                    throw new FailedException(failure.getMessage(), failure);
                }
                throw failure;
            }
        }
    }

    private int ended(TrainingRun run, Trainer.Outcome outcome) {
        return switch (outcome) {
            case FINISHED -> {
                say("report: " + run.folder().report());
                String path = run.folder().path().toString();
                say("try: longrun generate " + (path.matches("[\\w./-]+") ? path : "\"" + path + "\"")
                    + " --prompt \"...\"");
                yield 0;
            }
            case INTERRUPTED -> {
                say("saved; the same command goes on from here");
                yield Main.INTERRUPTED;
            }
        };
    }

    private void say(String line) {
        if (!json) {
            terminal.out().println(line);
            terminal.out().flush();
        }
    }
}
