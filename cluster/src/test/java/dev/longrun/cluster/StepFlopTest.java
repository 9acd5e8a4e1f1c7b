package dev.longrun.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.run.CsvTable;
import dev.longrun.run.Layout.Recompute;
import dev.longrun.run.Layout.Sharding;
import dev.longrun.run.TableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class StepFlopTest {

    /** arXiv 2104.04473, equation 3; and what it becomes without recomputation (three quarters, logits as they are). */
    @Test
    void theTwoConventionsOfGpt() {
        double batch = 1536;
        double s = 2048;
        double layers = 96;
        double h = 12288;
        double vocabulary = 51200;
        StepFlop flop = StepFlop.of(Samples.job(Samples.gpt(96, 12288, 96, 51200), 1536,
            Samples.layout(8, 8, 1, 24, 1, false, Sharding.NONE, Recompute.FULL)));
        double hardware = 96 * batch * s * layers * h * h * (1 + s / (6 * h) + vocabulary / (16 * layers * h));
        double model = 72 * batch * s * layers * h * h * (1 + s / (6 * h) + vocabulary / (12 * layers * h));
        assertEquals(hardware, flop.hardware(Recompute.FULL), 1e-9 * hardware);
        assertEquals(model, flop.model(), 1e-9 * model);
        assertEquals(model - 72 * batch * s * layers * h * h * s / (12 * h), flop.causal(), 1e-9 * model);
    }

    /** Each group's own way of counting gives back its TFLOP/s column from its step times. */
    @Test
    void publishedColumns() throws IOException {
        Path file = Path.of(System.getProperty("longrun.root"), "../shared/data/runs/training_runs.csv");
        Assumptions.assumeTrue(Files.exists(file), "skipped: ../shared/data/runs/training_runs.csv not found");
        // Printed to three digits: 0.4 % for the smallest figures; MPT's parameters hold positions and norms besides.
        Map<String, Double> tolerances = Map.of("megatron-2020", 0.002, "ptdp-2021", 0.005, "bloom-sweep", 0.003,
            "megatron-core-h100", 0.003, "mlperf", 0.01, "llm-foundry-mpt", 0.011);
        int checked = 0;
        for (CsvTable.Row row : CsvTable.read(file).rows()) {
            Double tolerance = tolerances.get(row.text("group").orElse(""));
            if (tolerance == null || row.text("tflops_per_accel").isEmpty() || row.text("step_time_s").isEmpty()) {
                continue;
            }
            MeasuredRun run;
            try {
                run = MeasuredRun.of(row);
            } catch (TableException withoutLayout) {
                continue;
            }
            StepFlop flop = StepFlop.of(run.job());
            double counted = run.hardwareFlop() ? flop.hardware(Recompute.FULL) : flop.model();
            double tflops = counted / run.seconds().orElseThrow() / run.job().layout().accelerators() / 1e12;
            assertEquals(1, tflops / run.tflops().orElseThrow(), tolerance, run.id());
            checked++;
        }
        assertTrue(checked > 100, checked + " rows");
    }
}
