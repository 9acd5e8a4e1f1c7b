package dev.longrun.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longrun.run.CsvTable;
import dev.longrun.run.TableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationTest {

    private static final String HEADER = "id,group,kind,year,layers,hidden,heads,vocab,seq_len,global_batch_seqs,"
        + "microbatch,tp,pp,vpp,dp,cp,recompute,precision,accelerator,n_accel,network,step_time_s,peak_mem_gib,notes\n";
    private static final String GOOD = "good,g,step_benchmark,2022,96,12288,96,51200,2048,64,1,8,8,3,1,1,full,fp16,"
        + "A100-SXM-80GB,64,8x HDR200 IB per node,18.13,,\n";

    /** Eighteen runs typed from arXiv 2104.04473 and 2205.05198; bars as in docs/validate.md, a little up. */
    @Test
    void theTypedRuns() throws IOException {
        Validation validation = Validation.of(CsvTable.read(Path.of(System.getProperty("longrun.root"),
            "examples/published-runs.csv")));
        assertEquals(18, validation.all().rows());
        assertBar(validation, "korthikanti-2022", 0.035);
        assertBar(validation, "ptdp-2021", 0.02);
    }

    @Test
    void allPublishedRuns() throws IOException {
        Path file = Path.of(System.getProperty("longrun.root"), "../shared/data/runs/training_runs.csv");
        Assumptions.assumeTrue(Files.exists(file), "skipped: ../shared/data/runs/training_runs.csv not found");
        Validation validation = Validation.of(CsvTable.read(file));
        Map.of("korthikanti-2022", 0.035, "ptdp-2021", 0.02, "vtrain-megatron-deepspeed", 0.06,
            "megatron-core-h100", 0.075, "bloom-sweep", 0.065, "llm-foundry-mpt", 0.055, "mlperf", 0.08,
            "megatron-bridge", 0.15, "llama3-405b-table4", 0.06, "megatron-2020", 0.03)
            .forEach((group, bar) -> assertBar(validation, group, bar));
        assertTrue(validation.wide().meanError().orElseThrow() < 0.06);
        assertTrue(Math.abs(validation.wide().bias().orElseThrow()) < 0.02);
        assertTrue(Math.abs(validation.all().bias().orElseThrow()) < 0.03);
        double coverage = validation.all().coverage().orElseThrow();
        assertTrue(coverage > 0.75 && coverage < 0.85, "inside the band: " + coverage);
        GroupScore bloom = score(validation, "bloom-sweep");
        assertTrue(bloom.memoryError().orElseThrow() < 0.06);
        assertEquals(2, bloom.outOfMemory());
        assertEquals(2, bloom.flagged());
        assertEquals(0, validation.all().refused());
        assertTrue(validation.all().rows() >= 218);
        assertEquals(Validation.calibrating().size(), validation.groups().stream()
            .flatMap(group -> group.predictions().stream()).filter(Prediction::calibrates).count());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        n_accel      | ,64,8x HDR200         | ,72,8x HDR200          | tp x pp x dp x cp = 64, not 72
        tp           | ,1,8,8,3,1,1,full     | ,1,7,8,3,1,1,full      | 96 heads do not divide over 7 tensor ranks
        heads        | ,12288,96,51200       | ,12288,97,51200        | a width of 12288 does not divide into 97 heads
        layers       | ,96,12288,96          | ,-96,12288,96          | -96 is not between 1 and 10000
        hidden       | ,12288,96             | ,12288.5,96            | 12288.5 is not a whole number
        seq_len      | ,2048,64              | ,2k,64                 | "2k" is not a number
        step_time_s  | 18.13                 | 18.13e9                | 18.13e9 is not between 1.0E-5 and 1000000
        step_time_s  | 18.13                 | -1                     | -1 is not between 1.0E-5 and 1000000
        step_time_s  | 18.13                 | NaN                    | "NaN" is not a number
        accelerator  | A100-SXM-80GB         | Z1                     | the table of accelerators has no "Z1"
        precision    | fp16                  | int3                   | none of fp16, bf16, fp8, mxfp8, nvfp4
        precision    | fp16                  | fp8                    | the peak of a100-sxm-80gb at FP8 is not known
        vpp          | ,8,8,3,1              | ,8,8,999,1             | 96 layers do not fill 7992 chunks
        pp           | ,1,8,8,3,1,1,full     | ,1,1,100,3,1,1,full    | 96 layers do not fill 100 stages
        kind         | step_benchmark        | estimate               | an estimate is nothing to be measured against
        tp           | ,1,8,8,3,1,1,full     | ,1,,8,3,1,1,full       | the layout is not published
        step_time_s  | 18.13                 | ''                     | neither step time, speed nor peak memory
        global_batch_seqs | ,64,1,8          | ,63,2,8                | 63 sequences do not divide into
        """)
    void aBadRowIsLeftOutWithItsReason(String column, String good, String bad, String reason) {
        assertTrue(GOOD.contains(good), good);
        String broken = GOOD.replace(good, bad).replace("good,g", "bad,g");
        Validation validation = Validation.of(CsvTable.of(HEADER + broken + GOOD, "runs.csv"));
        Validation.Group group = validation.groups().getFirst();
        assertEquals(1, group.predictions().size(), "the rest is still done");
        assertEquals(1, group.skipped().size());
        assertEquals("bad", group.skipped().getFirst().id());
        String told = group.skipped().getFirst().reason();
        assertTrue(told.startsWith("runs.csv:2: " + column + ": "), told);
        assertTrue(told.contains(reason), told);
    }

    @Test
    void missingColumnsAreNamed() {
        TableException problem = assertThrows(TableException.class,
            () -> Validation.of(CsvTable.of("id,layers\na,2\n", "runs.csv")));
        assertTrue(problem.getMessage().startsWith("runs.csv:1: there is no column hidden, seq_len"),
            problem.getMessage());
    }

    @Test
    void jsonSaysAllOfIt() throws IOException {
        String oom = GOOD.replace("good,g", "failed,g").replace(",18.13,,", ",,,OUT OF MEMORY").replace(",64,1,8,8,3",
            ",64,16,8,8,3");
        JsonNode json = new ObjectMapper().readTree(ValidationJson.write(Validation.of(CsvTable.of(HEADER + GOOD
            + GOOD.replace("good,g", "bad,g").replace("fp16", "fp2") + oom, "runs.csv"))));
        JsonNode group = json.get("groups").get(0);
        assertEquals(1, json.get("all").get("rows").asInt());
        assertEquals("g", group.get("group").asText());
        assertEquals("bad", group.get("skipped").get(0).get("id").asText());
        assertEquals(1, group.get("oom_rows").asInt());
        assertEquals(1, group.get("oom_flagged").asInt());
        assertTrue(group.get("memory_mean_abs_error").isNull());
        JsonNode row = json.get("rows").get(0);
        double error = row.get("predicted_step_seconds").asDouble() / 18.13 - 1;
        assertEquals(error, row.get("step_time_error").asDouble(), 1e-12);
        assertEquals(Math.abs(error), group.get("step_time_mean_abs_error").asDouble(), 1e-12);
        double sum = 0;
        for (JsonNode part : row.get("seconds")) {
            sum += part.asDouble();
        }
        assertEquals(row.get("predicted_step_seconds").asDouble(), sum, 1e-9);
    }

    private static void assertBar(Validation validation, String group, double bar) {
        double error = score(validation, group).meanError().orElseThrow();
        assertTrue(error <= bar, group + ": " + error);
    }

    private static GroupScore score(Validation validation, String group) {
        return validation.groups().stream().map(Validation.Group::score).filter(each -> each.group().equals(group))
            .findFirst().orElseThrow();
    }
}
