package dev.longrun.cli;

import dev.longrun.run.RunSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** longrun schema. */
@Command(name = "schema", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Prints the JSON Schema of the run file, for editors.",
    footerHeading = "%nExample:%n", footer = {"  longrun schema > run-file.schema.json"})
final class SchemaCommand implements Runnable {

    private final Terminal terminal;
    @Mixin
    private CommonOptions common;

    SchemaCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        terminal.out().print(RunSchema.json());
    }
}
