package dev.longrun.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longrun.page.Words;
import dev.longrun.plan.LadderForecast;
import dev.longrun.plan.Rung;
import dev.longrun.plan.RungRule;
import dev.longrun.train.LadderRun;
import dev.longrun.train.Trainer;
import dev.longrun.train.TrainingRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.DoubleConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** longrun forecast. */
@Command(name = "forecast", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Trains a ladder of smaller runs of the same recipe, fits a law to them and "
        + "foretells the run's loss with an 80 %% band. Rungs that are finished are kept; the same command goes on "
        + "where it was stopped. A run that is begun afterwards carries this forecast.",
    footerHeading = "%nExample:%n", footer = {"  longrun forecast examples/laptop.yaml --share \"10 %%\""})
final class ForecastCommand implements Callable<Integer> {

    private final Terminal terminal;
    @Mixin
    private RunFileOptions file;
    @Option(names = "--share", paramLabel = "SHARE", converter = ShareConverter.class,
        description = "Share of the run's FLOP that goes to the ladder. Default: 10 %%")
    private double share = RungRule.SHARE;
    @Mixin
    private RunsOption runs;
    @Mixin
    private ThreadsOption threads;
    @Option(names = "--json", description = "Print the forecast as JSON, with the rungs.")
    private boolean json;
    @Mixin
    private CommonOptions common;

    ForecastCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What {@code --json} prints. */
    record Answer(String run, double n, double tokens, List<LadderForecast.Point> rungs, LadderForecast forecast) {
    }

    @Override
    public Integer call() throws IOException {
        int team = threads.count();
        try (Progress progress = new Progress(terminal); Interruption stop = Interruption.heeded(terminal)) {
            DoubleConsumer measuring = json ? _ -> { } : part -> progress.preparing("measuring this machine", part);
            TrainingRun target = TrainingRun.planned(file.read(terminal), runs.folder(terminal), team, measuring);
            if (!target.runsHere()) {
                throw new InputException(target.run().name() + ": is planned for " + target.run().hardware().preset()
                    + "; a ladder is trained, so it needs hardware: this-machine");
            }
            LadderRun ladder = new LadderRun(target, more -> file.read(terminal, more), share);
            List<TrainingRun> rungs = new ArrayList<>();
            for (Rung rung : ladder.rungs()) {
                rungs.add(ladder.run(rung, team, measuring));
            }
            progress.erase();
            say(announcement(target, rungs));
            for (TrainingRun rung : rungs) {
                Trainer.Outcome outcome = rung.train(team,
                    new RunningState(json ? new Silence() : new RungProgress(progress), stop), stop);
                progress.erase();
                if (outcome == Trainer.Outcome.INTERRUPTED) {
                    say("saved; the same command goes on from here");
                    return Main.INTERRUPTED;
                }
            }
            answer(target, ladder.points(), ladder.forecast());
        }
        return 0;
    }

    private String announcement(TrainingRun target, List<TrainingRun> rungs) {
        double seconds = rungs.stream().mapToDouble(rung -> rung.plan().time().totalSeconds()).sum();
        StringBuilder text = new StringBuilder(Words.format("%s: N = %s on %s tokens. Its ladder: %d rungs, %.3g %% "
            + "of its FLOP, about %s%n", target.run().name(), Words.count(target.plan().parameters().matricesAndHead()),
            Words.count(target.plan().tokens()), rungs.size(), 100 * share, Words.duration(seconds)));
        for (TrainingRun rung : rungs) {
            text.append(Words.format("  %s: N = %s (%d layers of %d), %s tokens%n", rung.run().name(),
                Words.count(rung.plan().parameters().matricesAndHead()), rung.run().model().layers(),
                rung.run().model().width(), Words.count(rung.plan().tokens())));
        }
        return text.toString().stripTrailing();
    }

    private void answer(TrainingRun target, List<LadderForecast.Point> points, LadderForecast forecast)
        throws IOException {
        if (json) {
            terminal.out().println(JsonMapper.builder().build().writeValueAsString(new Answer(target.run().name(),
                target.plan().parameters().matricesAndHead(), target.plan().tokens(), points, forecast)));
            return;
        }
        for (int i = 0; i < points.size(); i++) {
            LadderForecast.Point point = points.get(i);
            say(Words.format("  N = %s on %s of text: %.3f bits per byte (the law %+.1f %%)", Words.count(point.n()),
                Words.bytes(point.bytes()), point.bitsPerByte(), 100 * forecast.misses().get(i)));
        }
        say(Words.format("forecast for %s: %.3f bits per byte, 80 %%: %.3f to %.3f", target.run().name(),
            forecast.bitsPerByte(), forecast.low(), forecast.high()));
        say(Words.format("ten times the parameters would change that by %+.1f %%, ten times the text by %+.1f %%",
            100 * forecast.tenfoldParameters(), 100 * forecast.tenfoldData()));
        forecast.notes().forEach(note -> say("note: " + note));
        say("kept: " + target.folder().forecast());
    }

    private void say(String text) {
        if (!json) {
            terminal.out().println(text);
            terminal.out().flush();
        }
    }
}
