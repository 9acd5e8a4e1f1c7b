package dev.longrun.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardwareTableTest {

    private static final Path DATA = Path.of(System.getProperty("longrun.root", ".."), "../shared/data/runs");
    /** Named so in published runs, and no accelerator of the table. */
    private static final Set<String> UNKNOWN = Set.of("(GPU not named)", "Ascend 910B");

    private static Hardware named(String name) {
        return HardwareTable.named(name, Optional.empty()).orElseThrow(() -> new AssertionError(name));
    }

    @Test
    void hasWhatIsKnownOfOneAccelerator() {
        Hardware h100 = named("h100-sxm-80gb");
        assertEquals("h100-sxm-80gb", h100.preset());
        assertEquals(1, h100.count());
        assertEquals(Optional.empty(), h100.efficiency());
        assertEquals(989.4e12, h100.peak());
        assertEquals(Optional.of(1979e12), h100.fp8Peak());
        assertEquals(Optional.empty(), h100.fp4Peak());
        assertEquals(Optional.of(50e9), h100.networkBandwidth());
        assertEquals(Optional.of(LocalDate.of(2025, 3, 3)), h100.purchaseDate());
        assertEquals(72, named("gb300").linkDomain().orElseThrow());
        assertTrue(HardwareTable.names().containsAll(Set.of("v100-sxm2-32gb", "gb300", "mi355x", "tpu-v7")));
        assertEquals(Optional.empty(), HardwareTable.named("abacus", Optional.empty()));
    }

    @Test
    void isFoundByTheNamesOthersUse() {
        assertEquals("h100-sxm-80gb", named("H100").preset());
        assertEquals("tpu-v3", named("TPU v3").preset());
        assertEquals("mi250x-gcd", named("MI250X (per GCD)").preset());
        assertEquals("b300-sxm", named("Blackwell Ultra GPU (B300-SXM-270GB)").preset());
    }

    /** A figure that was mistyped by a digit shows: no chip leaves these bands, and none is measured above its peak. */
    @Test
    void noFigureIsOutOfBounds() {
        for (String name : HardwareTable.names()) {
            Hardware chip = named(name);
            double intensity = chip.peak() / chip.bandwidth();
            assertTrue(intensity > 30 && intensity < 700, name + ": FLOP a byte " + intensity);
            chip.measuredPeak().ifPresent(best -> assertTrue(best > 0.5 * chip.peak() && best < chip.peak(), name));
            chip.fp8Peak().ifPresent(fp8 -> assertTrue(fp8 >= chip.peak() && fp8 < 2.1 * chip.peak(), name));
            chip.fp4Peak().ifPresent(fp4 -> assertTrue(fp4 > 1.9 * chip.fp8Peak().orElseThrow(), name));
            chip.measuredFp8Peak().ifPresent(best -> assertTrue(best < chip.fp8Peak().orElseThrow(), name));
            chip.linkBandwidth().ifPresent(link -> assertTrue(link < chip.bandwidth() && chip.linkDomain().isPresent()
                && chip.networkBandwidth().orElse(0.0) < link, name));
            assertEquals(chip.purchase().isPresent(), chip.purchaseDate().isPresent(), name);
            assertEquals(chip.price().isPresent(), chip.priceDate().isPresent(), name);
        }
    }

    @Test
    void aUsersEntryMustBeAWholeAccelerator(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("hardware.yaml"), """
            mine: {source: me, date: 2026-01-02, peak: 1 TFLOP/s, memory: 1 GB, bandwidth: 1 GB/s, also: [Ours]}
            half: {source: me, date: 2026-01-02, peak: 1 TFLOP/s}
            """);
        assertEquals(1e12, HardwareTable.named("ours", Optional.of(folder)).orElseThrow().peak());
        assertEquals("hardware.yaml: half: memory has no value", assertThrows(TableException.class,
            () -> HardwareTable.named("half", Optional.of(folder))).getMessage());
        Files.writeString(folder.resolve("hardware.yaml"), "mine: {peak: fast}\n");
        assertThrows(RunFileException.class, () -> HardwareTable.named("h100", Optional.of(folder)));
    }

    @Test
    void everySpellingOfThePublishedRunsIsKnown() throws IOException {
        Assumptions.assumeTrue(Files.exists(DATA), "skipped: ../shared/data/runs not found");
        Set<String> missing = new TreeSet<>();
        CsvTable.read(DATA.resolve("training_runs.csv")).rows().forEach(row -> row.text("accelerator")
            .filter(name -> HardwareTable.named(name, Optional.empty()).isEmpty()).ifPresent(missing::add));
        assertEquals(UNKNOWN, missing);
    }

    /** The table against the compilation of public figures: the same chip, the same figures. */
    @Test
    void theFiguresAreThePublishedOnes() throws IOException {
        Assumptions.assumeTrue(Files.exists(DATA), "skipped: ../shared/data/runs not found");
        for (CsvTable.Row row : CsvTable.read(DATA.resolve("accelerators.csv")).rows()) {
            Hardware chip = named(row.text("name").orElseThrow());
            same(row, "bf16_dense_tflops", Optional.of(chip.peak() / 1e12));
            same(row, "fp8_dense_tflops", chip.fp8Peak().map(flops -> flops / 1e12));
            same(row, "fp4_dense_tflops", chip.fp4Peak().map(flops -> flops / 1e12));
            same(row, "mamf_bf16_tflops", chip.measuredPeak().map(flops -> flops / 1e12));
            same(row, "mamf_fp8_tflops", chip.measuredFp8Peak().map(flops -> flops / 1e12));
            same(row, "mem_gb", Optional.of(chip.memory() / 1e9));
            same(row, "mem_bw_gbs", Optional.of(chip.bandwidth() / 1e9));
            same(row, "scaleup_uni_gbs", chip.linkBandwidth().map(bytes -> bytes / 1e9));
            same(row, "scaleup_domain", chip.linkDomain().map(Integer::doubleValue));
            same(row, "typical_nic_gbps_per_accel", chip.networkBandwidth().map(bytes -> bytes * 8 / 1e9));
            same(row, "board_power_w", chip.boardPower());
            same(row, "measured_node_power_w_per_accel", chip.power());
            same(row, "purchase_usd", chip.purchase());
        }
    }

    private static void same(CsvTable.Row row, String column, Optional<Double> ours) {
        row.number(column).ifPresent(theirs -> assertEquals(theirs, ours.orElse(0.0), 1e-9 * theirs,
            row.text("name").orElseThrow() + " " + column));
    }
}
