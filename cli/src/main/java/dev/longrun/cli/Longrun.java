package dev.longrun.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command without a command: says what there is. */
@Command(name = "longrun", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    description = "One run file for a language-model training run: plan it, train it, and hold the forecast against "
        + "what happened.",
    commandListHeading = "%nCommands:%n", footerHeading = "%nExample:%n",
    footer = {"  longrun plan examples/laptop.yaml", "  longrun train examples/laptop.yaml",
        "  longrun plan examples/grok-3.yaml --html grok-3.html",
        "  longrun generate laptop --prompt \"public static void \""})
final class Longrun implements Runnable {

    private final Terminal terminal;
    @Spec
    private CommandSpec spec;

    Longrun(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        terminal.out().print(spec.commandLine().getUsageMessage(spec.commandLine().getColorScheme()));
    }
}
