package dev.longrun.cli;

import dev.longrun.page.Page;
import dev.longrun.plan.PlanPage;
import dev.longrun.plan.PlanText;
import dev.longrun.run.RunFile;
import dev.longrun.train.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** longrun plan. */
@Command(name = "plan", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Says what a run will take before it starts: parameters, FLOP, memory, time, "
        + "energy, cost, expected loss, each with its rule; for accelerators the best layout, failures, money and the "
        + "ship date too. Writes nothing but the page asked for.",
    footerHeading = "%nExample:%n", footer = {"  longrun plan examples/laptop.yaml --set \"budget=20 min\"",
        "  longrun plan examples/grok-3.yaml --html grok-3.html"})
final class PlanCommand implements Callable<Integer> {

    private final Terminal terminal;
    @Mixin
    private RunFileOptions file;
    @ArgGroup(exclusive = true)
    private Form form = new Form();
    @Option(names = "--html", paramLabel = "FILE", description = "Write the plan as a page with plots, too.")
    private String html;
    @Mixin
    private CommonOptions common;

    /** How the plan is printed. */
    static final class Form {
        @Option(names = "--json", description = "Print the plan as JSON.")
        private boolean json;
        @Option(names = "--explain", description = "Print every figure with its rule and source.")
        private boolean explain;
        @Option(names = "--resolved", description = "Print the run file with every value filled in, and why.")
        private boolean resolved;
    }

    PlanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        RunFile draft = file.read(terminal);
        TrainingRun run;
        try (Progress progress = new Progress(terminal)) {
            run = TrainingRun.planned(draft, terminal.path("runs"), Runtime.getRuntime().availableProcessors(),
                form.json || form.resolved ? _ -> { }
                    : share -> progress.preparing("measuring this machine", share));
        }
        if (form.resolved) {
            terminal.out().print(run.yaml().orElseThrow());
        } else {
            terminal.out().print(form.json ? run.plan().json() : PlanText.render(run.plan(), form.explain));
        }
        if (html != null) {
            Path page = Page.write(terminal.path(html), PlanPage.html(run.plan()));
            if (!form.json && !form.resolved) {
                terminal.out().println("page: " + page);
            }
        }
        return 0;
    }
}
