package dev.longrun.cluster;

import static dev.longrun.cluster.Samples.GIB;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.run.CsvTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class BloomMemoryTest {

    @Test
    void sweep() throws IOException {
        Path file = Path.of(System.getProperty("longrun.root"), "../shared/data/runs/training_runs.csv");
        Assumptions.assumeTrue(Files.exists(file), "skipped: ../shared/data/runs/training_runs.csv not found");
        List<Double> ratios = new ArrayList<>();
        double error = 0;
        for (CsvTable.Row row : CsvTable.read(file).rows()) {
            if (!row.text("group").orElse("").equals("bloom-sweep")) {
                continue;
            }
            boolean fp16 = row.text("precision").orElse("").equals("fp16");
            Precision precision = fp16 ? Precision.FP16 : Precision.BF16;
            int heads = (int) row.number("heads").orElse(64);
            int width = (int) row.number("hidden").orElseThrow();
            Transformer model = Samples.gpt((int) row.number("layers").orElseThrow(), width, heads, 250_000);
            Layout layout = Samples.layout((int) row.number("tp").orElseThrow(),
                (int) row.number("pp").orElseThrow(), 1,
                (int) row.number("dp").orElseThrow(), (int) row.number("microbatch").orElseThrow(), false,
                Layout.Sharding.OPTIMIZER, Layout.Recompute.FULL);
            Job job = new Job(model, 2048, (int) row.number("global_batch_seqs").orElseThrow(), precision, Samples.A100,
                Samples.FABRIC, layout);
            StepMemory memory = StepMemory.of(job, Practice.deepSpeed2022(precision));
            OptionalDouble peak = row.number("peak_mem_gib");
            System.out.printf("%s %s %.1f of %.1f stage %d fits %s tight %s %s%n", row.text("id").get(), peak,
                memory.peakBytes() / GIB, memory.neededBytes() / GIB, memory.stage(), memory.fits(), memory.tight(),
                memory.parts());
            if (row.text("notes").orElse("").startsWith("OUT OF MEMORY")) {
                assertFalse(memory.fits(), row.text("id").get());
            } else {
                assertTrue(memory.fits(), row.text("id").get());
            }
            if (peak.isPresent()) {
                ratios.add(peak.getAsDouble() * GIB / memory.peakBytes());
                error += Math.abs(1 / ratios.getLast() - 1);
            }
        }
        System.out.printf("error %.4f%n", error / ratios.size());
        ratios.sort(null);
        System.out.println(ratios);
    }
}
