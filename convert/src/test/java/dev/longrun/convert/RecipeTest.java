package dev.longrun.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longrun.model.Architecture;
import dev.longrun.model.GgufTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mixtures as llama.cpp made them of files of these shapes (bench/peers/quantiser); there every byte was the same. */
class RecipeTest {

    private static final String SHAPE = "\"vocab_size\": 512, \"hidden_size\": 256, \"num_attention_heads\": 8,"
        + "\"num_key_value_heads\": 4, \"intermediate_size\": 512, \"max_position_embeddings\": 128";

    @TempDir
    Path folder;

    private String types(Recipe recipe, String config, String... names) throws IOException {
        Files.writeString(folder.resolve("config.json"), "{" + config + "}");
        Architecture model = Architecture.read(folder.resolve("config.json"));
        List<String> wanted = List.of(names);
        return GgufTensor.of(model).stream().filter(tensor -> wanted.contains(tensor.name()
            .replaceFirst("blk\\.\\d+\\.", "").replace(".weight", ""))).map(tensor ->
                recipe.type(model, tensor).toString()).collect(Collectors.joining(" "));
    }

    @Test
    void theOuterLayersAndEveryThirdGetMore() throws IOException {
        String config = "\"model_type\": \"llama\", \"num_hidden_layers\": 16, \"tie_word_embeddings\": true," + SHAPE;
        String wanted = "Q6_K Q6_K Q4_K Q4_K Q6_K Q4_K Q4_K Q6_K Q4_K Q4_K Q6_K Q4_K Q4_K Q6_K Q6_K Q6_K";
        assertEquals(wanted, types(Recipe.Q4_K_M, config, "ffn_down"));
        assertEquals(wanted, types(Recipe.Q4_K_M, config, "attn_v"));
        assertEquals("Q6_K", types(Recipe.Q4_K_M, config, "token_embd"));
        assertEquals("Q6_K", types(Recipe.Q4_0, config, "token_embd"));
        assertEquals("Q4_K", types(Recipe.Q4_K_M, config.replace("true", "false"), "token_embd"));
        assertEquals("Q6_K", types(Recipe.Q4_K_M, config.replace("true", "false"), "output"));
    }

    @Test
    void queriesKeysAndValuesInOneCountAsValues() throws IOException {
        String config = "\"model_type\": \"gpt2\", \"vocab_size\": 512, \"n_embd\": 256, \"n_layer\": 4, \"n_head\": 4,"
            + "\"n_positions\": 128";
        assertEquals("Q4_K Q4_K Q6_K Q6_K", types(Recipe.Q4_K_M, config, "attn_qkv"));
        assertEquals("Q5_K Q5_K Q6_K Q6_K", types(Recipe.Q5_K_M, config, "attn_qkv"));
    }

    @Test
    void eightExpertsKeepKeysAndValuesWell() throws IOException {
        String config = "\"model_type\": \"mixtral\", \"num_hidden_layers\": 1, \"num_local_experts\": 8," + SHAPE;
        assertEquals("Q4_K Q8_0 Q8_0 Q5_K F32", types(Recipe.Q4_K_M, config, "attn_q", "attn_k", "attn_v",
            "attn_output", "ffn_gate_inp"));
        assertEquals("Q8_0 MXFP4 MXFP4 MXFP4", types(Recipe.MXFP4, config, "attn_q", "ffn_gate_exps", "ffn_up_exps",
            "ffn_down_exps"));
    }
}
