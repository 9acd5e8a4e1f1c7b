package dev.longrun.cli;

import dev.longrun.run.RunFile;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A run file and what overrides it. */
final class RunFileOptions {

    @Parameters(paramLabel = "FILE", description = "The run file (YAML).")
    private String file;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Overrides a key of the run file, for example "
        + "--set model.layers=6 --set \"budget=2 min\". Repeatable.")
    private List<String> overrides = List.of();

    RunFile read(Terminal terminal) {
        return read(terminal, List.of());
    }

    /** The same with overrides that go before those given. */
    RunFile read(Terminal terminal, List<String> more) {
        List<String> all = new ArrayList<>(overrides);
        all.addAll(more);
        return RunFile.read(terminal.path(file), all);
    }
}
