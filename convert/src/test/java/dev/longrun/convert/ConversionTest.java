package dev.longrun.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.model.Architecture;
import dev.longrun.model.GgufModel;
import dev.longrun.weights.GgufFile;
import dev.longrun.weights.SafetensorsFolder;
import dev.longrun.weights.StoredTensor;
import dev.longrun.weights.TensorType;
import dev.longrun.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConversionTest {

    @TempDir
    Path folder;

    static Set<String> names() {
        return TinyFolder.CONFIGS.keySet();
    }

    private Outcome convert(Path in, Path out, Optional<Recipe> recipe) throws IOException {
        return new Conversion(in, out, recipe, Long.MAX_VALUE).run(share -> assertTrue(share > 0 && share <= 1));
    }

    /** There and back: the same configuration, the same bits; Gemma's norms lose at most what adding 1 rounds away. */
    @ParameterizedTest
    @MethodSource("names")
    void comesBack(String name) throws IOException {
        Architecture model = TinyFolder.write(folder.resolve("in"), name);
        Path gguf = folder.resolve("x.gguf");
        convert(folder.resolve("in"), gguf, Optional.of(Recipe.F32));
        try (GgufFile file = GgufFile.open(gguf)) {
            assertTrue(GgufModel.same(model, GgufModel.architecture(file)),
                model + "\nbut\n" + GgufModel.architecture(file));
        }
        convert(gguf, folder.resolve("back"), Optional.empty());
        assertEquals(Files.readString(folder.resolve("in/config.json")),
            Files.readString(folder.resolve("back/config.json")));
        try (SafetensorsFolder one = SafetensorsFolder.open(folder.resolve("in"));
            SafetensorsFolder other = SafetensorsFolder.open(folder.resolve("back"))) {
            assertEquals(one.tensors().keySet(), other.tensors().keySet());
            for (StoredTensor tensor : one.tensors().values()) {
                boolean rounded = name.startsWith("gemma") && tensor.name().contains("norm");
                assertArrayEquals(tensor.floats(), other.tensor(tensor.name()).floats(), rounded ? 0x1p-23f : 0,
                    tensor.name());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeIsWrittenAndChecked(Recipe recipe) throws IOException {
        TinyFolder.write(folder.resolve("in"), "mixtral");
        Outcome outcome = convert(folder.resolve("in"), folder.resolve("x.gguf"), Optional.of(recipe));
        assertTrue(outcome.text().contains("read again: as written"), outcome.text());
        try (GgufFile file = GgufFile.open(folder.resolve("x.gguf"))) {
            assertEquals(TensorType.F32, file.tensor("blk.0.ffn_gate_inp.weight").type());
            assertEquals(TensorType.F32, file.tensor("blk.0.attn_norm.weight").type());
            // Rows of 64 hold no block of 256: llama.cpp's replacements.
            TensorType wanted = switch (recipe) {
                case Q4_K_M -> TensorType.Q5_0;
                case Q5_K_M -> TensorType.Q5_1;
                case Q6_K, MXFP4 -> TensorType.Q8_0;
                default -> TensorType.valueOf(recipe.name());
            };
            assertEquals(wanted, file.tensor("blk.1.attn_q.weight").type());
        }
        convert(folder.resolve("x.gguf"), folder.resolve("back"), Optional.of(Recipe.BF16));
        try (SafetensorsFolder back = SafetensorsFolder.open(folder.resolve("back"))) {
            assertEquals(TensorType.BF16, back.tensor("model.layers.0.block_sparse_moe.experts.3.w2.weight").type());
        }
    }

    /** Rows of two heads of 4, by hand: 0 1 2 3 become 0 2 1 3, so that row 1 lies where row h/2 was. */
    @Test
    void rowsAreTurnedAsTheConverterOfLlamaCppTurnsThem() throws IOException {
        TinyFolder.write(folder.resolve("in"), "linear");
        convert(folder.resolve("in"), folder.resolve("x.gguf"), Optional.empty());
        try (GgufFile file = GgufFile.open(folder.resolve("x.gguf"));
            SafetensorsFolder in = SafetensorsFolder.open(folder.resolve("in"))) {
            float[] theirs = in.tensor("model.layers.3.self_attn.k_proj.weight").floats();
            float[] ours = file.tensor("blk.3.attn_k.weight").floats();
            for (int head = 0; head < 2; head++) {
                for (int i = 0; i < 16; i++) {
                    int row = head * 32 + i;
                    assertEquals(theirs[row * 64], ours[(head * 32 + 2 * i) * 64]);
                    assertEquals(theirs[(row + 16) * 64 + 5], ours[(head * 32 + 2 * i + 1) * 64 + 5]);
                }
            }
        }
    }

    @Test
    void partsOfASizeBelongTogether() throws IOException {
        TinyFolder.write(folder.resolve("in"), "qwen3");
        Outcome outcome = new Conversion(folder.resolve("in"), folder.resolve("x.gguf"), Optional.empty(), 300_000)
            .run(share -> { });
        assertTrue(outcome.made().size() > 2, outcome.text());
        Path first = outcome.made().getFirst();
        assertTrue(first.getFileName().toString().matches("x-00001-of-0000\\d\\.gguf"), first.toString());
        new Conversion(first, folder.resolve("back"), Optional.empty(), 300_000).run(share -> { });
        assertTrue(Files.exists(folder.resolve("back/model.safetensors.index.json")));
        try (SafetensorsFolder one = SafetensorsFolder.open(folder.resolve("in"));
            SafetensorsFolder other = SafetensorsFolder.open(folder.resolve("back"))) {
            for (StoredTensor tensor : one.tensors().values()) {
                assertArrayEquals(tensor.floats(), other.tensor(tensor.name()).floats(), tensor.name());
            }
        }
        Files.delete(outcome.made().getLast());
        assertTrue(assertThrows(WeightsException.class, () -> Inspection.of(first)).getMessage()
            .contains("no such file"));
    }

    @Test
    void refusesInOneLineAndLeavesNothing() throws IOException {
        TinyFolder.write(folder.resolve("in"), "qwen3");
        refused("in", "out", Optional.empty(), "should end in .gguf");
        Files.writeString(folder.resolve("there.gguf"), "");
        refused("in", "there.gguf", Optional.empty(), "is in the way");
        convert(folder.resolve("in"), folder.resolve("x.gguf"), Optional.of(Recipe.Q8_0));
        refused("x.gguf", "out", Optional.of(Recipe.Q8_0), "safetensors holds F32, F16 and BF16");
        Files.writeString(folder.resolve("in/config.json"), Files.readString(folder.resolve("in/config.json"))
            .replace("\"hidden_size\": 64", "\"hidden_size\": 60"));
        refused("in", "out.gguf", Optional.empty(), "by the model's configuration");
        try (var left = Files.list(folder)) {
            assertEquals(3, left.count());
        }
    }

    private void refused(String in, String out, Optional<Recipe> recipe, String part) {
        String message = assertThrows(RuntimeException.class, () -> convert(folder.resolve(in), folder.resolve(out),
            recipe)).getMessage();
        assertTrue(message.contains(part), message);
        assertEquals(1, message.lines().count(), message);
        assertFalse(Files.exists(folder.resolve("out.gguf")));
    }

    @Test
    void saysWhatIsInACheckpoint() throws IOException {
        TinyFolder.write(folder.resolve("in"), "grok-2");
        convert(folder.resolve("in"), folder.resolve("x.gguf"), Optional.of(Recipe.Q8_0));
        Inspection one = Inspection.of(folder.resolve("in"));
        Inspection other = Inspection.of(folder.resolve("x.gguf"));
        assertEquals(one.groups(), other.groups());
        assertEquals(one.architecture().orElseThrow().parameters(), one.parameters());
        assertEquals(one.groups().get("experts") / 2, one.parameters() - one.active());
        // six layers, two heads of 16 for keys and values, 16 bits, 128 tokens
        assertEquals(6 * 2 * 2 * 16 * 2 * 128, one.contexts().getLast().keyValueBytes());
        assertTrue(InspectionText.of(other).contains("4 experts of 32, 2 to a token"), InspectionText.of(other));
    }
}
