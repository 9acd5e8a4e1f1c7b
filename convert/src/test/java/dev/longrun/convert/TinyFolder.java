package dev.longrun.convert;

import dev.longrun.model.Architecture;
import dev.longrun.model.GgufTensor;
import dev.longrun.weights.Safetensors;
import dev.longrun.weights.TensorSource;
import dev.longrun.weights.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Small checkpoints of every family, with random numbers. */
final class TinyFolder {

    /** Configurations by name, each with what is peculiar to its family. */
    static final Map<String, String> CONFIGS = new LinkedHashMap<>();

    private static final String SHAPE = """
        "vocab_size": 300, "hidden_size": 64, "num_hidden_layers": 6, "num_attention_heads": 4, \
        "num_key_value_heads": 2, "head_dim": 32, "intermediate_size": 96, "max_position_embeddings": 128, \
        "rms_norm_eps": 1e-5""";
    private static final String EXPERTS = "\"num_local_experts\": 4, \"num_experts\": 4, \"num_experts_per_tok\": 2";

    static {
        CONFIGS.put("llama", "\"model_type\": \"llama\"," + SHAPE + ",\"tie_word_embeddings\": true,"
            + "\"rope_theta\": 500000, \"rope_scaling\": {\"rope_type\": \"llama3\", \"factor\": 32,"
            + "\"low_freq_factor\": 1, \"high_freq_factor\": 4, \"original_max_position_embeddings\": 8192}");
        CONFIGS.put("linear", "\"model_type\": \"llama\"," + SHAPE + ",\"rope_scaling\": {\"type\": \"linear\","
            + "\"factor\": 2.5}");
        CONFIGS.put("mistral", "\"model_type\": \"mistral\"," + SHAPE + ",\"sliding_window\": 32");
        CONFIGS.put("mixtral", "\"model_type\": \"mixtral\"," + SHAPE + "," + EXPERTS);
        CONFIGS.put("qwen2", "\"model_type\": \"qwen2\"," + SHAPE.replace("\"head_dim\": 32", "\"head_dim\": 16"));
        CONFIGS.put("qwen3", "\"model_type\": \"qwen3\"," + SHAPE + ",\"rope_scaling\": {\"rope_type\": \"yarn\","
            + "\"factor\": 4, \"original_max_position_embeddings\": 32}");
        CONFIGS.put("qwen3_moe", "\"model_type\": \"qwen3_moe\"," + SHAPE + "," + EXPERTS
            + ",\"moe_intermediate_size\": 32, \"norm_topk_prob\": true");
        CONFIGS.put("gemma2", "\"model_type\": \"gemma2\"," + SHAPE + ",\"query_pre_attn_scalar\": 32,"
            + "\"sliding_window\": 16");
        CONFIGS.put("gemma3", "\"model_type\": \"gemma3_text\"," + SHAPE + ",\"query_pre_attn_scalar\": 32,"
            + "\"sliding_window\": 16, \"rope_theta\": 1000000, \"rope_local_base_freq\": 10000");
        CONFIGS.put("gpt2", "\"model_type\": \"gpt2\", \"vocab_size\": 300, \"n_embd\": 64, \"n_layer\": 2,"
            + "\"n_head\": 4, \"n_positions\": 128, \"layer_norm_epsilon\": 1e-5");
        CONFIGS.put("grok-1", "\"model_type\": \"grok-1\"," + SHAPE.replace("\"head_dim\": 32", "\"head_dim\": 16")
            + "," + EXPERTS);
        CONFIGS.put("grok-2", "\"model_type\": \"grok-2\"," + SHAPE.replace("\"head_dim\": 32", "\"head_dim\": 16")
            + "," + EXPERTS + ",\"moe_intermediate_size\": 32, \"rope_theta\": 208533496,"
            + "\"attn_temperature_len\": 64, \"residual_moe\": true");
    }

    private TinyFolder() {
    }

    /** Writes the folder. */
    static Architecture write(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("config.json"), "{" + CONFIGS.get(name) + "}");
        Architecture model = Architecture.read(folder.resolve("config.json"));
        Random random = new Random(7);
        List<TensorSource> tensors = new ArrayList<>();
        for (GgufTensor tensor : GgufTensor.of(model)) {
            int size = Math.toIntExact(tensor.partShape().stream().reduce(1L, Math::multiplyExact));
            for (String part : tensor.names()) {
                float[] values = new float[size];
                for (int i = 0; i < size; i++) {
                    values[i] = (float) random.nextGaussian() * 0.1f;
                }
                tensors.add(TensorSource.of(part, TensorType.F32, tensor.partShape(), values, 0, size));
            }
        }
        Safetensors.writeWhole(folder.resolve("model.safetensors"), new TreeMap<>(), tensors);
        return model;
    }
}
