package dev.longrun.bench;

import dev.longrun.cli.Terminal;
import dev.longrun.cli.Version;
import picocli.CommandLine.Command;

/** longrun bench prefill. */
@Command(name = "prefill", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Measures how fast a model reads a prompt of 256 tokens.",
    footerHeading = "%nExample:%n", footer = {"  longrun bench prefill model.gguf --against llama.cpp --threads 2"})
final class PrefillCommand extends SpeedCommand {

    PrefillCommand(Terminal terminal) {
        super(terminal, "prefill", 256);
    }
}
