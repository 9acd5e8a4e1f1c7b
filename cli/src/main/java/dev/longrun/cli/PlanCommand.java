package dev.longrun.cli;

import dev.longrun.plan.MachineSpeed;
import dev.longrun.plan.Plan;
import dev.longrun.plan.PlanText;
import dev.longrun.plan.Planner;
import dev.longrun.plan.Resolver;
import dev.longrun.run.Run;
import dev.longrun.run.RunFile;
import dev.longrun.run.RunYaml;
import dev.longrun.train.TrainingRun;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** longrun plan. */
@Command(name = "plan", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Says what a run will take before it starts: parameters, FLOP, memory, time, "
        + "energy, cost, expected loss, each with its rule. Writes nothing.",
    footerHeading = "%nExample:%n", footer = {"  longrun plan examples/laptop.yaml --set \"budget=20 min\""})
final class PlanCommand implements Callable<Integer> {

    private final Terminal terminal;
    @Mixin
    private RunFileOptions file;
    @ArgGroup(exclusive = true)
    private Form form = new Form();
    @Mixin
    private CommonOptions common;

    /** How the plan is printed. */
    static final class Form {
        @Option(names = "--json", description = "Print the plan as JSON.")
        private boolean json;
        @Option(names = "--resolved", description = "Print the run file with every value filled in, and why.")
        private boolean resolved;
    }

    PlanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        RunFile draft = file.read(terminal);
        Optional<MachineSpeed> machine;
        try (Progress progress = new Progress(terminal)) {
            machine = TrainingRun.machine(draft, form.json || form.resolved ? _ -> { }
                : share -> progress.preparing("measuring this machine", share));
        }
        Run run = Resolver.resolve(draft, machine);
        if (form.resolved) {
            terminal.out().print(RunYaml.write(draft));
        } else {
            Plan plan = Planner.plan(run, draft.derivations(), machine);
            terminal.out().print(form.json ? plan.json() : PlanText.render(plan));
        }
        return 0;
    }
}
