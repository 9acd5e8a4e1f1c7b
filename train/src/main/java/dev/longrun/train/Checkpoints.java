package dev.longrun.train;

import dev.longrun.weights.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The checkpoints of a run: which to go on from, and which to keep. */
public final class Checkpoints {

    private static final Pattern NAME = Pattern.compile("step-\\d{8,18}");
    private static final Pattern DAMAGED = Pattern.compile("damaged-step-\\d{8,18}");
    private static final Pattern TEMPORARY = Pattern.compile("\\.step-\\d{8,18}\\.tmp");

    /** Damaged checkpoints that are kept, to be looked into: the newest. */
    private static final int KEPT_DAMAGED = 2;

    private Checkpoints() {
    }

    /**
     * The newest checkpoint whose files are whole, newer damaged ones passed over.
     *
     * @param refused takes a line for each that was passed over
     */
    static Optional<Checkpoint> newest(Path folder, List<String> refused) throws IOException {
        for (Path candidate : newestFirst(folder)) {
            Checkpoint checkpoint = Checkpoint.at(candidate);
            try {
                checkpoint.verify();
                checkpoint.state();
                return Optional.of(checkpoint);
            } catch (IOException bad) {
                refused.add(candidate.getFileName() + ": " + bad.getMessage());
            }
        }
        return Optional.empty();
    }

    /**
     * The model folder of the newest whole checkpoint of a run.
     *
     * @throws TrainException if there is none
     */
    public static Path newestModel(Path runFolder) throws IOException {
        List<String> refused = new ArrayList<>();
        return newest(runFolder.resolve("checkpoints"), refused).map(Checkpoint::folder).orElseThrow(() ->
            new TrainException(runFolder + ": no " + (refused.isEmpty() ? "checkpoint yet; longrun train writes them"
                : "checkpoint is whole (" + String.join("; ", refused) + ")")));
    }

    /**
     * Renames what is newer than {@code step}, so that it neither is taken up again nor crowds out what is whole; all
     * but the newest few of what was set aside is deleted.
     */
    static void setAside(Path folder, long step) throws IOException {
        for (Path checkpoint : newestFirst(folder)) {
            if (step(checkpoint) > step) {
                Path aside = folder.resolve("damaged-" + checkpoint.getFileName());
                Durable.delete(aside);
                Durable.rename(checkpoint, aside);
            }
        }
        for (Path old : newestFirst(folder, DAMAGED).stream().skip(KEPT_DAMAGED).toList()) {
            Durable.delete(old);
        }
    }

    /** Deletes what a process that was killed while it wrote a checkpoint left behind. */
    static void removeUnfinished(Path folder) throws IOException {
        for (Path unfinished : matching(folder, TEMPORARY)) {
            Durable.delete(unfinished);
        }
    }

    /** Deletes all but the {@code keepLast} newest and those at multiples of {@code keepEvery} (0: none such). */
    static void prune(Path folder, int keepLast, long keepEvery) throws IOException {
        for (Path old : newestFirst(folder).stream().skip(keepLast).toList()) {
            if (keepEvery == 0 || step(old) % keepEvery != 0) {
                Durable.delete(old);
            }
        }
    }

    private static List<Path> newestFirst(Path folder) throws IOException {
        return newestFirst(folder, NAME);
    }

    private static List<Path> newestFirst(Path folder, Pattern name) throws IOException {
        return matching(folder, name).stream().sorted(Comparator.comparingLong(Checkpoints::step).reversed()).toList();
    }

    private static List<Path> matching(Path folder, Pattern name) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> name.matcher(entry.getFileName().toString()).matches()).toList();
        }
    }

    private static long step(Path checkpoint) {
        String name = checkpoint.getFileName().toString();
        return Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
    }
}
