package dev.longrun.engine;

import dev.longrun.model.Architecture;
import dev.longrun.weights.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Tiny models and prompts of which llama.cpp was asked what comes next. What it said stands in the resources; to ask
 * again, run {@link #main} with a folder, then {@code node bench/peers/llama.cpp/record.mjs FOLDER} (docs/bench.md),
 * and copy its {@code *.oracle} files.
 */
final class Oracle {

    private static final int PROMPTS = 200;
    private static final int LONGEST = 40;
    private static final long SEED = 2026;

    private Oracle() {
    }

    static void write(Path gguf, String name) {
        RandomGguf.write(gguf, TinyModels.all().get(name), TensorType.F32, SEED);
    }

    /** The same prompts for every model of a vocabulary. */
    static List<int[]> prompts(Architecture model) {
        SplittableRandom random = new SplittableRandom(SEED);
        List<int[]> prompts = new ArrayList<>();
        for (int i = 0; i < PROMPTS; i++) {
            prompts.add(random.ints(1 + random.nextInt(LONGEST), 0, model.vocabulary()).toArray());
        }
        return prompts;
    }

    /** Writes all models and prompts into a folder. */
    public static void main(String[] folder) throws IOException {
        Path into = Path.of(folder[0]);
        for (Map.Entry<String, Architecture> model : TinyModels.all().entrySet()) {
            write(into.resolve(model.getKey() + ".gguf"), model.getKey());
            Files.writeString(into.resolve(model.getKey() + ".prompts"), prompts(model.getValue()).stream()
                .map(prompt -> Arrays.stream(prompt).mapToObj(Integer::toString).collect(Collectors.joining(" ")))
                .collect(Collectors.joining("\n", "", "\n")));
        }
    }
}
