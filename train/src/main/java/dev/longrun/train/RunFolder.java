package dev.longrun.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the parts of a run lie: {@code runs/<name>/}.
 *
 * @param path the run's own folder
 * @param textCache tokenizers and token shards, shared by runs
 */
public record RunFolder(Path path, Path textCache) {

    /** A run's folder among others, which share their text. */
    public RunFolder(Path path) {
        this(path, path.toAbsolutePath().getParent().resolve(".data"));
    }

    /** A run's ladder: its rungs, each a run, and what they foretell. */
    public Path ladder() {
        return path.resolve("ladder");
    }

    /** What the ladder foretells. */
    public Path forecast() {
        return ladder().resolve("forecast.json");
    }

    /** A rung of the ladder: it reads the text of its run. */
    public RunFolder rung(String name) {
        return new RunFolder(ladder().resolve(name), textCache);
    }

    /** What the run was compared with. */
    public Path comparison() {
        return path.resolve("compare");
    }

    /** A run of a comparison's side. */
    public RunFolder compared(String side, String name) {
        return new RunFolder(comparison().resolve(side).resolve(name), textCache);
    }

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
}
