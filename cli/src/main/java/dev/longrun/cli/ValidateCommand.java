package dev.longrun.cli;

import dev.longrun.cluster.Validation;
import dev.longrun.cluster.ValidationJson;
import dev.longrun.cluster.ValidationText;
import dev.longrun.run.CsvTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** longrun validate. */
@Command(name = "validate", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Predicts published training runs and says how far off the predictions are: "
        + "step time, peak memory, what runs out of memory, which layout is fastest.",
    footerHeading = "%nExample:%n", footer = {"  longrun validate examples/published-runs.csv --json validation.json"})
final class ValidateCommand implements Callable<Integer> {

    private final Terminal terminal;
    @Parameters(paramLabel = "RUNS.csv", description = "Measured runs, one a row; docs/validate.md names the columns.")
    private String runs;
    @Option(names = "--json", paramLabel = "FILE", description = "Write all of it, row by row, as JSON too.")
    private Optional<String> json = Optional.empty();
    @Mixin
    private CommonOptions common;

    ValidateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Path given = terminal.path(runs);
        Validation validation = Validation.of(CsvTable.read(given));
        if (json.isPresent()) {
            Path to = terminal.path(json.get());
            if (Files.exists(to) && Files.isSameFile(to, given)) {
                throw new InputException("--json " + json.get() + ": is the table itself");
            }
            Files.writeString(to, ValidationJson.write(validation));
        }
        terminal.out().print(ValidationText.render(validation));
        return 0;
    }
}
