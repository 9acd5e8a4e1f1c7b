package dev.longrun.bench;

import dev.longrun.cli.Terminal;
import dev.longrun.cli.Version;
import picocli.CommandLine.Command;

/** longrun bench decode. */
@Command(name = "decode", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Measures how fast a model generates, one sequence token by token.",
    footerHeading = "%nExample:%n", footer = {"  longrun bench decode model.gguf --against llama.cpp --threads 2"})
final class DecodeCommand extends SpeedCommand {

    DecodeCommand(Terminal terminal) {
        super(terminal, "decode", 24);
    }
}
