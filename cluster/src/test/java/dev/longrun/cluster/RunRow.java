package dev.longrun.cluster;

import dev.longrun.cluster.Transformer.Experts;
import dev.longrun.run.CsvTable;
import dev.longrun.run.Layout.Recompute;
import dev.longrun.run.Layout.Sharding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Assumptions;

/** A row of the published runs beside the repository. What of a layout it leaves out is free. */
record RunRow(CsvTable.Row row) {

    /** GiB that the driver of each reports. */
    private static final Map<String, Double> GIB = Map.ofEntries(Map.entry("A100-SXM-40GB", 40.0),
        Map.entry("A100", 80.0), Map.entry("H100", 80.0), Map.entry("H800", 80.0), Map.entry("V100", 32.0),
        Map.entry("GB200", 184.0), Map.entry("B200", 179.0), Map.entry("GB300", 268.0), Map.entry("B300", 268.0),
        Map.entry("TPU v4", 32.0), Map.entry("TPU-v5e", 16.0), Map.entry("TPU-v5p", 95.0), Map.entry("MI35", 288.0),
        Map.entry("TPU-trillium", 32.0), Map.entry("TPU v3", 32.0), Map.entry("Gaudi", 96.0));

    /** All rows; the test is skipped where there is no such file. */
    static List<RunRow> all() throws IOException {
        Path file = Path.of(System.getProperty("longrun.root"), "../shared/data/runs/training_runs.csv");
        Assumptions.assumeTrue(Files.exists(file), "skipped: ../shared/data/runs/training_runs.csv not found");
        return CsvTable.read(file).rows().stream().map(RunRow::new).toList();
    }

    String text(String column) {
        return row.text(column).orElse("");
    }

    OptionalInt count(String column) {
        OptionalDouble number = row.number(column);
        return number.isPresent() ? OptionalInt.of((int) number.getAsDouble()) : OptionalInt.empty();
    }

    boolean outOfMemory() {
        return text("notes").startsWith("OUT OF MEMORY");
    }

    /** Whether model, batch, chip and number of chips are printed; GPT-3's batch is tokens over length, rounded. */
    boolean whole() {
        return !text("id").equals("gpt3-175b") && gib().isPresent()
            && List.of("layers", "hidden", "global_batch_seqs", "seq_len", "n_accel").stream()
                .allMatch(column -> count(column).isPresent());
    }

    OptionalDouble gib() {
        String name = text("accelerator");
        return GIB.entrySet().stream().filter(each -> name.contains(each.getKey()))
            .sorted((a, b) -> b.getKey().length() - a.getKey().length()).mapToDouble(Map.Entry::getValue).findFirst();
    }

    Precision precision() {
        String text = text("precision").toLowerCase(Locale.ROOT);
        return text.startsWith("fp16") ? Precision.FP16 : text.contains("mx") ? Precision.MXFP8
            : text.startsWith("nvfp4") ? Precision.NVFP4 : text.contains("fp8") ? Precision.FP8 : Precision.BF16;
    }

    /**
     * Where heads are not printed, 64, which every tensor split of the rows divides. Experts take what the printed
     * parameters leave them.
     */
    Transformer model() {
        if (text("model").startsWith("DeepSeek-V3")) {
            return Samples.DEEPSEEK_V3;
        }
        int layers = count("layers").orElseThrow();
        int width = count("hidden").orElseThrow();
        int heads = count("heads").orElse(64);
        int kvHeads = count("kv_heads").orElse(heads);
        boolean gated = count("ffn_hidden").isPresent() || count("experts").isPresent();
        int vocabulary = count("vocab").orElse(50_257);
        Optional<Experts> experts = Optional.empty();
        if (count("experts").isPresent()) {
            double rest = row.number("params_b").orElseThrow() * 1e9 - 2.0 * vocabulary * width
                - 2.0 * layers * width * (width / heads) * (heads + kvHeads);
            int each = count("experts").getAsInt();
            experts = Optional.of(new Experts(each, count("topk").orElse(1), 0,
                (int) (rest / (3.0 * layers * width * each)), 0));
        }
        return new Transformer(layers, width, heads, kvHeads, width / heads, count("ffn_hidden").orElse(4 * width),
            gated, vocabulary, !gated, experts, Optional.empty());
    }

    /** As printed; without a word on it, sequence parallel and the rest are free. */
    Fixed fixed() {
        Optional<Boolean> parallel = text("recompute").contains("sequence") ? Optional.of(true) : Optional.empty();
        Optional<Recompute> recompute = switch (text("recompute")) {
            case "full" -> Optional.of(Recompute.FULL);
            case "selective+sequence-parallel" -> Optional.of(Recompute.SELECTIVE);
            case "none", "none at 8K" -> Optional.of(Recompute.NONE);
            default -> Optional.empty();
        };
        Optional<Sharding> sharding = switch (text("sharding")) {
            case "zero1", "distributed optimizer", "ddp/dist-opt" -> Optional.of(Sharding.OPTIMIZER);
            case "zero2", "fsdp zero-2 (weights kept)" -> Optional.of(Sharding.GRADIENTS);
            case "zero3", "fsdp 64", "fsdp 256 per pod, 2 pods" -> Optional.of(Sharding.WEIGHTS);
            case "none" -> Optional.of(Sharding.NONE);
            default -> Optional.empty();
        };
        return new Fixed(count("tp"), count("pp"), count("vpp"), count("dp"), count("cp"), count("ep"),
            count("microbatch"), parallel, sharding, recompute);
    }

    Chip chip() {
        return Samples.chip(gib().orElseThrow(), 1 << 20);
    }

    SearchRequest request(Software software) {
        return new SearchRequest(model(), count("seq_len").orElseThrow(), count("global_batch_seqs").orElseThrow(),
            precision(), chip(), Samples.FABRIC, count("n_accel").orElseThrow(), software, fixed());
    }
}
