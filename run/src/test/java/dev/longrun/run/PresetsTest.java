package dev.longrun.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresetsTest {

    private static final Entry.Section MODEL = (Entry.Section) Entry.RUN.entry("model").orElseThrow();
    private static final Entry.Section CLUSTER = (Entry.Section) Entry.RUN.entry("cluster").orElseThrow();
    private static final Entry.Section HARDWARE = (Entry.Section) Entry.RUN.entry("hardware").orElseThrow();

    @Test
    void theTablesAreCompleteAndSound() {
        List<String> problems = new ArrayList<>();
        Presets.load(MODEL, Optional.empty(), problems).forEach((name, preset) ->
            assertTrue(preset.values().keySet().containsAll(Entry.VALUES.values().stream()
                .filter(key -> key.path().startsWith("model.") && !key.optional()).map(Entry.Value::path).toList()),
                name));
        Presets.load(HARDWARE, Optional.empty(), problems).forEach((name, preset) ->
            assertTrue(preset.values().keySet().containsAll(
                List.of("hardware.peak", "hardware.memory", "hardware.bandwidth")), name));
        Presets.load(CLUSTER, Optional.empty(), problems).forEach((name, preset) ->
            assertTrue(preset.values().containsKey("cluster.pod"), name));
        assertEquals(List.of(), problems);
    }

    /** The parameters that the shapes make, against those that the published weights have. */
    @ParameterizedTest
    @CsvSource({
        "llama-2-7b, 6738415616", "llama-3-8b, 8030261248", "llama-3-70b, 70553706496", "llama-3-405b, 405853388800",
        "llama-3.2-1b, 1235814400", "tinyllama-1.1b, 1100048384", "mistral-7b, 7241732096",
        "qwen3-0.6b, 596049920", "qwen3-1.7b, 1720574976", "qwen3-8b, 8190735360"})
    void theShapesHaveThePublishedNumberOfParameters(String name, long published) {
        Map<String, Object> shape = Presets.load(MODEL, Optional.empty(), new ArrayList<>()).get(name).values();
        long width = (int) shape.get("model.width");
        long heads = (int) shape.get("model.heads");
        long kvHeads = (int) shape.get("model.kv_heads");
        long headWidth = (int) shape.get("model.head_width");
        long attention = width * headWidth * (2 * heads + 2 * kvHeads);
        long norms = 2 * width + ((boolean) shape.get("model.qk_norm") ? 2 * headWidth : 0);
        long block = attention + 3 * width * (int) shape.get("model.ffn_width") + norms;
        long table = width * (int) shape.get("model.vocabulary");
        long tables = (boolean) shape.get("model.tied_head") ? table : 2 * table;
        assertEquals(published, (int) shape.get("model.layers") * block + tables + width);
    }

    @Test
    void fillWhatTheFileLeavesOutAndSayWhereItComesFrom() {
        RunFile file = RunFile.of("model: {preset: llama-3-8b, layers: 16}\nhardware: h100-sxm-80gb", "a.yaml",
            List.of(), Optional.empty());
        assertEquals(Optional.of(16), file.value("model.layers", Integer.class));
        assertEquals(Optional.of(4096), file.value("model.width", Integer.class));
        assertEquals(Optional.of(856.0), file.value("hardware.power", Double.class));
        Derivation price = file.derivations().stream().filter(each -> each.path().equals("hardware.price")).findFirst()
            .orElseThrow();
        assertEquals(new Derivation("hardware.price", "$2.99/h", "preset h100-sxm-80gb",
            "RunPod on demand 2025-03-03, Epoch AI, training-cost-trends, hardware prices"), price);
        assertTrue(file.derivations().stream().noneMatch(each -> each.path().equals("model.layers")));
    }

    @Test
    void theMachineAtHandFillsNothing() {
        RunFile file = RunFile.of("hardware: this-machine", "a.yaml", List.of(), Optional.empty());
        assertEquals(1, file.derivations().size());
    }

    @Test
    void aUsersTableAddsAndReplaces(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("hardware.yaml"), """
            h100-sxm-80gb: {source: my contract, date: 2026-01-02, price: $1.50/h, peak: 900 TFLOP/s}
            my box: {source: me, date: 2026-01-02, peak: 1 TFLOP/s, peak_source: "by hand, 2026"}
            """);
        RunFile file = RunFile.of("hardware: h100-sxm-80gb", "a.yaml", List.of(), Optional.of(folder));
        assertEquals(Optional.of(1.5), file.value("hardware.price", Double.class));
        assertEquals(Optional.empty(), file.value("hardware.memory", Long.class));
        assertEquals("my contract, 2026-01-02", file.derivations().getFirst().source());
        assertEquals("by hand, 2026", RunFile.of("hardware: my box", "a.yaml", List.of(), Optional.of(folder))
            .derivations().getFirst().source());
    }

    @Test
    void aUsersTableIsCheckedLikeARunFile(@TempDir Path folder) throws IOException {
        Path table = Files.writeString(folder.resolve("models.yaml"), "mine:\n  source: me\n  widht: 4\nother: {}\n");
        RunFileException e = assertThrows(RunFileException.class,
            () -> RunFile.of("model: llama-3-8b", "a.yaml", List.of(), Optional.of(folder)));
        List<String> lines = e.getMessage().lines().toList();
        assertTrue(lines.getFirst().startsWith(
            table + ":3:3: mine.widht: unknown key; did you mean \"width\"? (allowed: "));
        assertEquals(List.of(table + ":1:1: mine: needs a source and a date",
            table + ":4:1: other: needs a source and a date"), lines.subList(1, 3));
        // A run that names no preset does not look at the table.
        RunFile.of("budget: 5 min", "a.yaml", List.of(), Optional.of(folder));
    }

    @Test
    void aResolvedFileNeedsNoTable() {
        RunFile file = RunFile.of("hardware: {preset: gone, count: 1, peak: 1 TFLOP/s, efficiency: 0.4, memory: 1 GB, "
            + "bandwidth: 1 GB/s}", "a.yaml", List.of(), Optional.empty());
        assertEquals(Optional.of("gone"), file.value("hardware.preset", String.class));
        assertThrows(RunFileException.class,
            () -> RunFile.of("hardware: {preset: gone, count: 1}", "a.yaml", List.of(), Optional.empty()));
    }
}
