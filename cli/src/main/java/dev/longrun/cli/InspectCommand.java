package dev.longrun.cli;

import dev.longrun.convert.Inspection;
import dev.longrun.convert.InspectionText;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** longrun inspect. */
@Command(name = "inspect", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Says what a checkpoint holds: architecture, parameters by what they are for, "
        + "how they are stored, tokenizer, and the memory to run it. Reads headers alone.",
    footerHeading = "%nExample:%n", footer = {"  longrun inspect model.gguf", "  longrun inspect runs/laptop --json"})
final class InspectCommand implements Callable<Integer> {

    private final Terminal terminal;
    @Parameters(paramLabel = "CHECKPOINT", description = "A GGUF file (of a split one the first part), a folder in "
        + "Hugging Face layout, or a run (its newest checkpoint is taken).")
    private String checkpoint;
    @Option(names = "--json", description = "Print as JSON.")
    private boolean json;
    @Mixin
    private RunsOption runs;
    @Mixin
    private CommonOptions common;

    InspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Inspection seen = Inspection.of(runs.checkpoint(terminal, checkpoint));
        if (json) {
            JsonEvents.print(terminal.out(), InspectionText.json(seen));
        } else {
            terminal.out().print(Plain.text(InspectionText.of(seen)));
        }
        return 0;
    }
}
