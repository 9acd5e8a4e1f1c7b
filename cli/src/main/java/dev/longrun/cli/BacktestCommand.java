package dev.longrun.cli;

import dev.longrun.laws.Backtest;
import dev.longrun.laws.FitJson;
import dev.longrun.laws.FitText;
import dev.longrun.laws.Target;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** longrun backtest. */
@Command(name = "backtest", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Fits a scaling law to the small runs of a ladder, foretells the large ones and "
        + "says how far off it was, and whether the 80 %% band held them.",
    footerHeading = "%nExample:%n", footer = {"  longrun backtest examples/ladder.csv --train-below 1e20"})
final class BacktestCommand implements Callable<Integer> {

    private final Terminal terminal;
    @Mixin
    private LadderOptions ladder;
    @Option(names = "--train-below", paramLabel = "C", required = true, description = "Training FLOP: runs below it "
        + "are "
        + "fitted, the others foretold.")
    private String below;
    @Option(names = "--json", description = "Print as JSON, with every run held out.")
    private boolean json;
    @Mixin
    private ThreadsOption threads;
    @Mixin
    private CommonOptions common;

    BacktestCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        double flop = Target.number(below).filter(number -> number > 0).orElseThrow(() -> new InputException(
            "--train-below " + below + ": should be a number of FLOP, such as 1e20"));
        Backtest test = Backtest.of(ladder.law(), ladder.read(terminal), flop, ladder.draws(Backtest.DRAWS),
            threads.count());
        terminal.out().print(json ? FitJson.of(test) : FitText.of(test));
        return 0;
    }
}
