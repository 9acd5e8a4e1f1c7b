package dev.longrun.cli;

import dev.longrun.page.Page;
import dev.longrun.page.Words;
import dev.longrun.plan.CompareRule;
import dev.longrun.plan.Comparison;
import dev.longrun.plan.ComparisonPage;
import dev.longrun.plan.ComparisonText;
import dev.longrun.run.Budget;
import dev.longrun.run.RunFile;
import dev.longrun.run.Unit;
import dev.longrun.train.CompareCell;
import dev.longrun.train.CompareRun;
import dev.longrun.train.Trainer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.DoubleConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** longrun compare. */
@Command(name = "compare", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Says what a change is worth in compute: trains two run files as small ladders "
        + "over the same levels of FLOP, several seeds each, and answers how much less (or more) compute B needs for "
        + "A's loss, with an 80 %% band, or that the two cannot be told apart at this budget. Runs that are finished "
        + "are kept; the same command goes on where it was stopped.",
    footerHeading = "%nExample:%n",
    footer = {"  longrun compare examples/laptop.yaml --set-b training.optimizer=adamw --budget \"5 min\""})
final class CompareCommand implements Callable<Integer> {

    private final Terminal terminal;
    @Parameters(index = "0", paramLabel = "A", description = "The run file to start from (YAML).")
    private String a;
    @Parameters(index = "1", arity = "0..1", paramLabel = "B",
        description = "The run file with the change. Default: A, with --set-b")
    private Optional<String> b = Optional.empty();
    @Option(names = "--set-a", paramLabel = "KEY=VALUE", description = "Overrides a key of A. Repeatable.")
    private List<String> setA = List.of();
    @Option(names = "--set-b", paramLabel = "KEY=VALUE", description = "Overrides a key of B. Repeatable.")
    private List<String> setB = List.of();
    @Option(names = "--budget", paramLabel = "BUDGET", description = "Time or FLOP for all runs of both together. "
        + "Default: 10 min")
    private String budget = "10 min";
    @Option(names = "--rungs", paramLabel = "N", description = "Levels of compute, each four times the one before; "
        + "fewer where the budget is too small. Default: 3")
    private int rungs = CompareRule.RUNGS;
    @Option(names = "--seeds", paramLabel = "N", description = "Runs of each at each level: how they differ is the "
        + "noise that a difference is held against. Default: 3")
    private int seeds = CompareRule.SEEDS;
    @Mixin
    private RunsOption runs;
    @Mixin
    private ThreadsOption threads;
    @Option(names = "--json", description = "Print as JSON.")
    private boolean json;
    @Option(names = "--html", paramLabel = "OUT", description = "Write a page with both curves, too.")
    private Optional<String> html = Optional.empty();
    @Mixin
    private CommonOptions common;

    CompareCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        CompareRun.Extent extent = extent();
        int team = threads.count();
        CompareRun.Side first = side(a, setA, "");
        CompareRun.Side second = side(b.orElse(a), setB, first.label());
        try (Progress progress = new Progress(terminal); Interruption stop = Interruption.heeded(terminal)) {
            DoubleConsumer measuring = json ? _ -> { } : part -> progress.preparing("measuring this machine", part);
            CompareRun compare = CompareRun.of(first, second, extent, runs.folder(terminal), team, measuring);
            progress.erase();
            announce(first, second, compare);
            CompareProgress shown = new CompareProgress(progress, compare.cells());
            for (CompareCell cell : compare.cells()) {
                Trainer.Outcome outcome = cell.train(team,
                    new RunningState(json ? new Silence() : shown.of(cell), stop), stop);
                if (outcome == Trainer.Outcome.INTERRUPTED) {
                    progress.erase();
                    say("saved; the same command goes on from here");
                    return Main.INTERRUPTED;
                }
            }
            progress.erase();
            answer(compare, compare.answer(team));
        }
        return 0;
    }

    private CompareRun.Extent extent() {
        Budget given = Budget.read(budget).filter(each -> each.unit() == Unit.SECONDS || each.unit() == Unit.FLOP)
            .filter(each -> each.amount() > 0).orElseThrow(() -> new InputException("--budget " + Plain.line(budget)
                + ": should be a time or FLOP, such as \"10 min\" or \"2e13 FLOP\""));
        if (rungs < 2 || rungs > 8) {
            throw new InputException("--rungs " + rungs + ": should be between 2 and 8");
        }
        if (seeds < 2 || seeds > 100) {
            throw new InputException("--seeds " + seeds + ": should be between 2 and 100, for one seed does not show "
                + "how seeds differ");
        }
        return new CompareRun.Extent(given, rungs, seeds);
    }

    /** Named after the file's run and what was set, which names its folder too. */
    private CompareRun.Side side(String file, List<String> sets, String taken) {
        RunFile read = RunFile.read(terminal.path(file), sets);
        StringBuilder label = new StringBuilder(read.value("name", String.class).orElseThrow());
        sets.stream().filter(set -> !set.startsWith("name=")).forEach(set -> label.append('-').append(
            set.substring(set.lastIndexOf('.', set.indexOf('=')) + 1).replaceAll("[^\\p{L}\\p{N}._-]+", "-")
                .replaceAll("-+$", "")));
        if (label.toString().equals(taken)) {
            label.append("-b");
        }
        return new CompareRun.Side(Plain.cut(label.toString(), 80), more -> {
            List<String> all = new ArrayList<>(sets);
            all.addAll(more);
            return RunFile.read(terminal.path(file), all);
        });
    }

    private void announce(CompareRun.Side first, CompareRun.Side second, CompareRun compare) {
        say(first.label() + " -> " + second.label() + ":");
        compare.differences().forEach(line -> say("  " + line));
        say(Words.format("%d runs: %s FLOP, %d seeds of each, about %s", compare.cells().size(),
            String.join(", ", compare.levels().stream().map(level -> Words.format("%.2g", level)).toList()), seeds,
            Words.duration(compare.cells().stream().mapToDouble(cell -> cell.run().plan().time().totalSeconds())
                .sum())));
    }

    private void answer(CompareRun compare, Comparison comparison) throws IOException {
        if (html.isPresent()) {
            Page.write(terminal.path(html.get()).toAbsolutePath(), ComparisonPage.html(comparison));
        }
        if (json) {
            terminal.out().print(comparison.json());
            return;
        }
        ComparisonText.lines(comparison).forEach(this::say);
        say("kept: " + compare.kept());
    }

    private void say(String text) {
        if (!json) {
            terminal.out().println(text);
            terminal.out().flush();
        }
    }
}
