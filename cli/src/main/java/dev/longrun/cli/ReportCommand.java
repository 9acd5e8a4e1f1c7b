package dev.longrun.cli;

import dev.longrun.train.Report;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** longrun report. */
@Command(name = "report", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Writes report.html of a run anew, from its journal, plan and run file; also of "
        + "one that is still going.",
    footerHeading = "%nExample:%n", footer = {"  longrun report runs/laptop"})
final class ReportCommand implements Callable<Integer> {

    private final Terminal terminal;
    @Parameters(paramLabel = "RUN", description = "A run's folder, or its name.")
    private String run;
    @Mixin
    private RunsOption runs;
    @Mixin
    private CommonOptions common;

    ReportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        terminal.out().println(Report.write(runs.find(terminal, run).path()));
        return 0;
    }
}
