package dev.longrun.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.longrun.plan.Plan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The finished runs of a folder, each with what was foretold before it started beside what came: nothing is left out
 * and nothing is foretold again.
 *
 * @param rows one a run, by their names
 */
public record Scoreboard(List<Row> rows) {

    /**
     * One run.
     *
     * @param run its name
     * @param n parameters, as the law counts them
     * @param tokens trained on
     * @param flop model FLOP of training
     * @param law by which the loss was foretold; {@code ladder} for one fitted to smaller runs of its own
     * @param bitsPerByte actual
     * @param foretold median
     * @param low of the 80 % interval
     * @param high of it
     * @param seconds actual
     * @param plannedSeconds planned
     * @param memoryBytes actual
     * @param plannedMemoryBytes planned
     */
    public record Row(String run, double n, double tokens, double flop, String law, double bitsPerByte,
        double foretold, double low, double high, double seconds, double plannedSeconds, double memoryBytes,
        double plannedMemoryBytes) {

        /** Whether the actual loss lies inside the 80 % interval. */
        public boolean held() {
            return bitsPerByte >= low && bitsPerByte <= high;
        }
    }

    /** Reads all finished runs of a folder. */
    public static Scoreboard of(Path runs) throws IOException {
        List<Row> rows = new ArrayList<>();
        if (Files.isDirectory(runs)) {
            List<Path> folders;
            try (Stream<Path> entries = Files.list(runs)) {
                folders = entries.sorted().toList();
            }
            for (Path folder : folders) {
                read(new RunFolder(folder), rows);
            }
        }
        return new Scoreboard(List.copyOf(rows));
    }

    private static void read(RunFolder folder, List<Row> rows) throws IOException {
        if (!Files.exists(folder.planFile())) {
            return;
        }
        History history = History.read(folder.journal());
        if (history.finished().isPresent()) {
            Plan plan = Plan.read(folder.planFile());
            Event.Finished end = history.finished().get();
            rows.add(new Row(plan.name(), plan.parameters().matricesAndHead(), plan.tokens(), plan.totalFlop(),
                plan.loss().prior(), end.bitsPerByte(), plan.loss().bitsPerByte(), plan.loss().lowBitsPerByte(),
                plan.loss().highBitsPerByte(), end.seconds(), end.plannedSeconds(), end.peakMemoryBytes(),
                end.plannedMemoryBytes()));
        }
    }

    /** How many of the actual losses lie inside their 80 % interval. */
    public long held() {
        return rows.stream().filter(Row::held).count();
    }

    /** For machines. */
    public String json() {
        try {
            return Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
