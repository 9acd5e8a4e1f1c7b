package dev.longrun.bench;

import dev.longrun.cli.CommonOptions;
import dev.longrun.cli.InputException;
import dev.longrun.cli.Terminal;
import dev.longrun.cli.ThreadsOption;
import dev.longrun.cli.Version;
import dev.longrun.page.Words;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** longrun bench dates. */
@Command(name = "dates", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Measures the Monte Carlo of a ship date: 131,072 draws over a run on 100,000 "
        + "accelerators. Takes some seconds.",
    footerHeading = "%nExample:%n", footer = {"  longrun bench dates --threads 2"})
final class DatesCommand implements Callable<Integer> {

    private static final int MOST_ROUNDS = 1000;

    private final Terminal terminal;
    @Mixin
    private ThreadsOption threads;
    @Option(names = "--rounds", paramLabel = "N", description = "Forecasts after the first; default 7.")
    private int rounds = 7;
    @Option(names = "--json", description = "Print the figures as one JSON object.")
    private boolean json;
    @Mixin
    private CommonOptions common;

    DatesCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new InputException("--rounds " + rounds + ": should be between 1 and " + MOST_ROUNDS);
        }
        DateBench figures = DateBench.run(threads.count(), rounds);
        terminal.out().print(json ? Json.write(figures) : Words.format("%,d draws on %d threads: %s the first time, %s "
            + "after%nvariance shares: %s%n", figures.draws(), figures.threads(),
            Words.duration(figures.firstSeconds()), Words.duration(figures.medianSeconds()),
            Words.duration(figures.sharesSeconds())));
        return 0;
    }
}
