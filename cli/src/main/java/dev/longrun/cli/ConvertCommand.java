package dev.longrun.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longrun.convert.Conversion;
import dev.longrun.convert.Outcome;
import dev.longrun.convert.Recipe;
import dev.longrun.run.Quantity;
import dev.longrun.run.Unit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** longrun convert. */
@Command(name = "convert", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Converts a checkpoint in Hugging Face layout to GGUF or the other way, tensor "
        + "by tensor, and reads the result again to check it.",
    footerHeading = "%nExample:%n", footer = {"  longrun convert runs/laptop laptop.gguf --type Q8_0",
        "  longrun convert laptop.gguf laptop-hf"})
final class ConvertCommand implements Callable<Integer> {

    private final Terminal terminal;
    @Parameters(index = "0", paramLabel = "IN", description = "A folder in Hugging Face layout, a run (its newest "
        + "checkpoint is taken), or a GGUF file (of a split one the first part).")
    private String in;
    @Parameters(index = "1", paramLabel = "OUT", description = "A name that ends in .gguf, or a folder; not there yet.")
    private String out;
    @Option(names = "--type", paramLabel = "TYPE", description = "How values are stored: ${COMPLETION-CANDIDATES}. A "
        + "folder holds the first three. Default: as they are; what is packed becomes F32 in a folder.")
    private Optional<Recipe> type = Optional.empty();
    @Option(names = "--split-size", paramLabel = "SIZE", description = "Begin a new file when one would become larger, "
        + "such as 4GB.")
    private Optional<String> splitSize = Optional.empty();
    @Option(names = "--json", description = "Print what was made as JSON.")
    private boolean json;
    @Mixin
    private RunsOption runs;
    @Mixin
    private CommonOptions common;

    ConvertCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Path from = runs.checkpoint(terminal, in);
        Path to = terminal.path(out);
        Outcome outcome;
        try (Progress progress = new Progress(terminal)) {
            outcome = new Conversion(from, to, type, splitBytes()).run(share -> {
                if (!json) {
                    progress.preparing("converting", share);
                }
            });
        }
        if (json) {
            ObjectNode all = JsonMapper.builder().build().createObjectNode();
            all.put("bytes", outcome.bytes());
            outcome.made().forEach(path -> all.withArray("made").add(path.toString()));
            outcome.errors().forEach((stored, error) -> all.withObject("types").putObject(stored.name())
                .put("tensors", error.tensors()).put("worstRelativeError", error.worst()));
            JsonEvents.print(terminal.out(), all);
        } else {
            terminal.out().print(outcome.text());
        }
        return 0;
    }

    private long splitBytes() {
        try {
            long bytes = splitSize.map(size -> Quantity.parse(size, Unit.BYTES).longValueExact())
                .orElse(Long.MAX_VALUE);
            if (bytes > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException | ArithmeticException noSize) {
            // told below
        }
        throw new InputException("--split-size " + splitSize.orElse("") + ": should be a size such as 4GB");
    }
}
