package dev.longrun.cluster;

import dev.longrun.run.CsvTable;
import dev.longrun.run.TableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Published runs beside what is predicted of them.
 *
 * @param all over every row
 * @param wide over the rows whose products run at 16 bits
 * @param groups each with its score, predictions, rankings and rows left out
 */
public record Validation(GroupScore all, GroupScore wide, List<Group> groups) {

    private static final List<String> NEEDED = List.of("id", "layers", "hidden", "seq_len", "global_batch_seqs", "tp",
        "pp", "precision", "accelerator", "n_accel");
    private static final int MOST_ROWS = 100_000;

    /**
     * A group of rows.
     *
     * @param score of it
     * @param predictions in the order of the table
     * @param rankings of layouts
     * @param skipped rows that could not be used
     */
    public record Group(GroupScore score, List<Prediction> predictions, List<Ranking> rankings,
        List<Skipped> skipped) {
    }

    /** A row that could not be used, and why. */
    public record Skipped(String id, String reason) {
    }

    /**
     * Predicts every row that can be.
     *
     * @throws TableException if a needed column is missing
     */
    public static Validation of(CsvTable table) {
        List<String> missing = NEEDED.stream().filter(column -> !table.columns().contains(column)).toList();
        if (!missing.isEmpty()) {
            throw new TableException(table.label() + ":1: there is no column " + String.join(", ", missing)
                + "; needed are " + String.join(", ", NEEDED) + ", and one of step_time_s, tokens_per_s, "
                + "tflops_per_accel, peak_mem_gib");
        }
        if (table.rows().size() > MOST_ROWS) {
            throw new TableException(table.label() + ": has more than " + MOST_ROWS + " rows");
        }
        Set<String> calibrating = calibrating();
        Map<String, List<Prediction>> predictions = new LinkedHashMap<>();
        Map<String, List<Skipped>> skipped = new LinkedHashMap<>();
        for (CsvTable.Row row : table.rows()) {
            String group = row.text("group").orElse("");
            String id = row.text("id").orElse("line " + row.line());
            predictions.computeIfAbsent(group, _ -> new ArrayList<>());
            skipped.computeIfAbsent(group, _ -> new ArrayList<>());
            try {
                predictions.get(group).add(Prediction.of(MeasuredRun.of(row), calibrating.contains(id)));
            } catch (TableException reason) {
                skipped.get(group).add(new Skipped(id, reason.getMessage()));
            }
        }
        List<Prediction> all = predictions.values().stream().flatMap(List::stream).toList();
        List<Group> groups = predictions.entrySet().stream().map(entry -> new Group(
            GroupScore.of(entry.getKey(), entry.getValue()), List.copyOf(entry.getValue()),
            Ranking.of(entry.getValue()), List.copyOf(skipped.get(entry.getKey())))).toList();
        return new Validation(GroupScore.of("all", all), GroupScore.of("fp16 and bf16",
            all.stream().filter(each -> !each.job().precision().narrow()).toList()), groups);
    }

    /** Ids of the rows that constants were fitted on, from {@code calibration.csv}. */
    static Set<String> calibrating() {
        return Tables.shipped("calibration.csv").rows().stream().map(row -> row.text("id").orElseThrow())
            .collect(Collectors.toUnmodifiableSet());
    }
}
