package dev.longrun.cli;

import dev.longrun.page.Words;
import dev.longrun.train.Scoreboard;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** longrun scoreboard. */
@Command(name = "scoreboard", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Every finished run beside what was foretold of it before it started: loss, "
        + "time, memory, and how many losses lay inside their 80 %% band.",
    footerHeading = "%nExample:%n", footer = {"  longrun scoreboard --runs runs"})
final class ScoreboardCommand implements Callable<Integer> {

    private static final String ROW = "%-22s %8s %8s %9s  %-16s %6s %6s %7s %-5s %9s %7s %8s %7s%n";

    private final Terminal terminal;
    @Mixin
    private RunsOption runs;
    @Option(names = "--json", description = "Print the table as JSON.")
    private boolean json;
    @Mixin
    private CommonOptions common;

    ScoreboardCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Scoreboard board = Scoreboard.of(runs.folder(terminal));
        if (json) {
            terminal.out().print(board.json());
            return 0;
        }
        if (board.rows().isEmpty()) {
            terminal.out().println(Plain.line(runs.folder(terminal).toString()) + " has no finished run");
            return 0;
        }
        terminal.out().print(Words.format(ROW, "run", "N", "tokens", "FLOP", "foretold by", "bits/B", "said", "off",
            "held", "time", "off", "memory", "off"));
        for (Scoreboard.Row row : board.rows()) {
            terminal.out().print(Words.format(ROW, Plain.cut(Plain.line(row.run()), 22), Words.count(row.n()),
                Words.count(row.tokens()), Words.format("%.2g", row.flop()), Plain.cut(row.law(), 16),
                Words.format("%.3f", row.bitsPerByte()), Words.format("%.3f", row.foretold()),
                off(row.bitsPerByte(), row.foretold()), row.held() ? "yes" : "no", Words.duration(row.seconds()),
                off(row.seconds(), row.plannedSeconds()), Words.bytes(row.memoryBytes()),
                off(row.memoryBytes(), row.plannedMemoryBytes())));
        }
        terminal.out().println(Words.format("%d of %d losses lay inside their 80 %% band", board.held(),
            board.rows().size()));
        return 0;
    }

    private static String off(double actual, double planned) {
        return planned > 0 ? Words.format("%+.1f %%", 100 * (actual / planned - 1)) : "";
    }
}
