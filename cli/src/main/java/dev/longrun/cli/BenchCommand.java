package dev.longrun.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * longrun bench: only says what there is. The measurements are a module of their own, with large libraries as peers;
 * the launcher builds it when one of them is asked for.
 */
@Command(name = "bench", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Measures Longrun beside its peers on this machine, in alternation: \"bench "
        + "kernels\" matrix products against oneDNN or OpenBLAS, \"bench train\" whole training steps against PyTorch, "
        + "\"bench jmh\" single kernels. The first use builds it, and fetches a peer once it is needed.",
    footerHeading = "%nExample:%n", footer = {"  longrun bench kernels --against onednn",
        "  longrun bench train --against torch --shape 13.87M", "  longrun bench jmh Softmax"})
final class BenchCommand implements Runnable {

    private final Terminal terminal;
    @Spec
    private CommandSpec spec;
    @Mixin
    private CommonOptions common;

    BenchCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        terminal.out().print(spec.commandLine().getUsageMessage(spec.commandLine().getColorScheme()));
    }
}
