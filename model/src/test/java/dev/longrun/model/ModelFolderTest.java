package dev.longrun.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.model.Cases.Case;
import dev.longrun.model.LlamaConfig.Activation;
import dev.longrun.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFolderTest {

    @TempDir
    Path folder;

    static List<Case> cases() {
        return Cases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void comesBackFromItsFolder(Case tiny) {
        Llama model = tiny.model();
        model.save(folder);
        Model read = Model.load(folder);
        assertEquals(tiny.config(), read.config());
        assertArrayEquals(model.parameters().values(), read.parameters().values());
    }

    @Test
    void namesAndTypesAreHuggingFaces() throws IOException {
        Case tiny = Cases.GOLDEN;
        tiny.model().save(folder);
        String config = Files.readString(folder.resolve("config.json"));
        assertTrue(config.contains("\"model_type\" : \"qwen3\""), config);
        assertTrue(config.contains("\"Qwen3ForCausalLM\""), config);
        List<String> layer = List.of("input_layernorm", "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj",
            "self_attn.q_norm", "self_attn.k_norm", "self_attn.o_proj", "post_attention_layernorm", "mlp.gate_proj",
            "mlp.up_proj", "mlp.down_proj");
        List<String> names = tiny.model().parameters().list().stream().map(Parameter::name).toList();
        assertEquals(2 + 2 * layer.size(), names.size());
        assertEquals("model.embed_tokens.weight", names.getFirst());
        assertEquals("model.norm.weight", names.getLast());
        for (String name : layer) {
            assertTrue(names.contains("model.layers.1." + name + ".weight"), name);
        }
    }

    @Test
    void parametersAreCountedRight() {
        for (Case tiny : Cases.all()) {
            assertEquals(tiny.config().parameters(), tiny.model().parameters().size(), tiny.name());
        }
        // Llama 3 8B as published: 8,030,261,248
        LlamaConfig eight = new LlamaConfig(128_256, 4096, 32, 32, 8, 128, 14_336, 8192, Activation.SWIGLU, false,
            false, 500_000, 1e-5);
        assertEquals(8_030_261_248L, eight.parameters());
        String message = assertThrows(ModelException.class, () -> Model.create(eight, 1)).getMessage();
        assertTrue(message.startsWith("model: 8030261248 parameters; one process holds at most"), message);
    }

    @Test
    void aTensorsFirstNumbersDependOnSeedAndNameOnly() {
        LlamaConfig small = Cases.GOLDEN.config();
        LlamaConfig deeper = new LlamaConfig(small.vocabulary(), small.width(), 3, small.heads(), small.kvHeads(),
            small.headWidth(), small.ffnWidth(), small.context(), small.activation(), small.qkNorm(), false,
            10_000, 1e-5);
        Parameters few = Model.create(small, 5).parameters();
        Parameters many = Model.create(deeper, 5).parameters();
        Parameters other = Model.create(small, 6).parameters();
        Parameter here = few.named("model.layers.1.mlp.up_proj.weight").orElseThrow();
        Parameter there = many.named("model.layers.1.mlp.up_proj.weight").orElseThrow();
        double squares = 0;
        for (int i = 0; i < here.size(); i++) {
            assertEquals(few.values()[here.at() + i], many.values()[there.at() + i]);
            assertTrue(few.values()[here.at() + i] != other.values()[here.at() + i]);
            squares += Math.pow(few.values()[here.at() + i], 2);
        }
        assertEquals(1.0 / (3 * small.width()), squares / here.size(), 0.3 / (3 * small.width()));
    }

    @Test
    void readsWhatOtherProgramsWrite() throws IOException {
        Path file = folder.resolve("config.json");
        Files.writeString(file, """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 64, "intermediate_size": 96,
             "num_hidden_layers": 2, "num_attention_heads": 4, "vocab_size": 300, "max_position_embeddings": 128,
             "rope_scaling": null, "rope_parameters": {"rope_theta": 500000.0, "rope_type": "default"},
             "eos_token_id": [1, 2], "torch_dtype": "bfloat16"}
            """);
        assertEquals(new LlamaConfig(300, 64, 2, 4, 4, 16, 96, 128, Activation.SWIGLU, false, false, 500_000, 1e-6),
            ModelConfig.read(file));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '!', textBlock = """
        "llama"     | "mamba"         | model_type is "mamba"; known are llama, mixtral,
        "llama"     | 3               | model_type is "3"; expected a string
        : 8,        | : "8",          | hidden_size is ""8""; expected a whole number
        : 8,        | : 8.5,          | hidden_size is "8.5"; expected a whole number
        : 8,        | : 80000000000,  | hidden_size is "80000000000"; expected a whole number
        : 8,        | : -8,           | model: width -8 is not positive
        "head_dim": 4 | "head_dim": 3 | model: head width 3 is odd
        "silu"      | "gelu"          | hidden_act is "gelu"; this family has silu
        "tied": 1   | "attention_bias": true   | attention_bias is true; this family has none
        "tied": 1   | "rope_scaling": {"rope_type": "su"} | rope_type is "su"; known are default,
        "tied": 1   | "rope_scaling": 3        | rope_scaling is "3"; expected an object
        "tied": 1   | "tie_word_embeddings": 1 | tie_word_embeddings is "1"; expected true or false
        "vocab_size"  | "vocab"        | vocab_size is missing
        "tied": 1   | "hidden_act": "silu" | line 4: not valid JSON
        "tied": 1}  | "tied": 1       | line 5: not valid JSON
        """)
    void refusesAConfigurationInOneLine(String good, String bad, String message) throws IOException {
        String text = """
            {"model_type": "llama", "vocab_size": 9, "hidden_size": 8, "intermediate_size": 6,
             "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 4,
             "max_position_embeddings": 16, "hidden_act": "silu",
             "tied": 1}
            """;
        Path file = folder.resolve("config.json");
        Files.writeString(file, text);
        assertEquals(8, ((LlamaConfig) ModelConfig.read(file)).width());
        Files.writeString(file, text.replace(good, bad));
        String found = assertThrows(ModelException.class, () -> ModelConfig.read(file)).getMessage();
        assertTrue(found.contains(message), found);
        assertTrue(found.startsWith(file.toString()), found);
        assertEquals(1, found.lines().count(), found);
    }

    @Test
    void refusesTensorsThatDoNotFit() {
        Llama model = Cases.GOLDEN.model();
        model.save(folder);
        Path file = folder.resolve("model.safetensors");
        List<Safetensors.Tensor> tensors = model.parameters().list().stream()
            .map(parameter -> parameter.stored(model.parameters().values())).toList();
        Safetensors.write(file, new TreeMap<>(), tensors.subList(1, tensors.size()));
        assertMessage("no tensor model.embed_tokens.weight");
        Safetensors.Tensor extra = new Safetensors.Tensor("extra", new int[] {1}, new float[1], 0, 1);
        Safetensors.write(file, new TreeMap<>(),
            Stream.concat(tensors.stream(), Stream.of(extra)).toList());
        assertMessage("tensor \"extra\" has no place");
    }

    private void assertMessage(String part) {
        String message = assertThrows(ModelException.class, () -> Model.load(folder)).getMessage();
        assertTrue(message.contains(part), message);
    }
}
