package dev.longrun.cli;

import dev.longrun.train.Checkpoints;
import dev.longrun.train.RunFolder;
import dev.longrun.weights.SafetensorsFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Where run folders lie, and how one is found in it. */
final class RunsOption {

    @Option(names = "--runs", paramLabel = "DIR", description = "Folder of the run folders. Default: runs")
    private String runs = "runs";

    Path folder(Terminal terminal) {
        return terminal.path(runs);
    }

    /** The folder of a run given by its path or its name. */
    RunFolder find(Terminal terminal, String given) throws IOException {
        Path folder = folder(terminal);
        for (Path path : List.of(terminal.path(given), folder.resolve(given))) {
            RunFolder candidate = new RunFolder(path.normalize());
            if (candidate.holdsRun() || Files.isRegularFile(candidate.journal())) {
                return candidate;
            }
        }
        List<String> names = names(folder);
        String known = names.isEmpty() ? folder + " has no runs" : folder + " has " + String.join(", ", names);
        throw new InputException(Plain.line(given) + ": is no run; "
            + Nearest.to(given, names).map(name -> "did you mean " + name + "? ").orElse("") + Plain.line(known));
    }

    /** What holds a model: the path as given, or the newest checkpoint of the run that it names. */
    Path checkpoint(Terminal terminal, String given) throws IOException {
        Path path = terminal.path(given);
        boolean model = Files.isRegularFile(path) || Files.isRegularFile(path.resolve("config.json"))
            || SafetensorsFolder.isOne(path);
        return model ? path : Checkpoints.newestModel(find(terminal, given).path());
    }

    private static List<String> names(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> new RunFolder(entry).holdsRun()).map(entry -> entry.getFileName().toString())
                .sorted().limit(20).toList();
        }
    }
}
