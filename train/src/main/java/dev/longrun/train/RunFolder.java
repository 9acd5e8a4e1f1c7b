package dev.longrun.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the parts of a run lie: {@code runs/<name>/}.
 *
 * @param path the run's own folder
 */
public record RunFolder(Path path) {

    /** The run as resolved. */
    public Path runFile() {
        return path.resolve("run.yaml");
    }

    /** What was foretold. */
    public Path planFile() {
        return path.resolve("plan.json");
    }

    /** The events. */
    public Path journal() {
        return path.resolve("journal.jsonl");
    }

    /** The folder of checkpoints. */
    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    /** The page. */
    public Path report() {
        return path.resolve("report.html");
    }

    /** Whether a run was started here. */
    public boolean holdsRun() {
        return Files.isRegularFile(runFile());
    }

    /** Whether the run here is done. */
    public boolean finished() throws IOException {
        return Journal.read(journal()).stream().anyMatch(Event.Finished.class::isInstance);
    }

    /** Tokenizers and token shards, shared by all runs beside this one. */
    Path textCache() {
        return path.toAbsolutePath().getParent().resolve(".data");
    }
}
