package dev.longrun.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longrun.model.LlamaConfig.Activation;
import dev.longrun.weights.WeightsException;

/**
 * The {@link LlamaConfig} family in Hugging Face's words: {@code llama} (LlamaForCausalLM), with QK-norm {@code qwen3}
 * (Qwen3ForCausalLM), both exactly; with squared ReLU there is no twin, and the type is our own {@code longrun}.
 */
final class HfLlama {

    static final String LLAMA = "llama";
    static final String QWEN3 = "qwen3";
    static final String LONGRUN = "longrun";

    private HfLlama() {
    }

    static LlamaConfig read(String type, HfKeys keys) {
        boolean own = type.equals(LONGRUN);
        String activation = own ? "relu2" : "silu";
        if (keys.has("hidden_act") && !keys.text("hidden_act").equals(activation)) {
            throw keys.problem("hidden_act", "is " + WeightsException.quoted(keys.text("hidden_act"))
                + "; this family has " + activation);
        }
        refuse(keys, "attention_bias");
        refuse(keys, "mlp_bias");
        refuse(keys, "use_sliding_window");
        int heads = keys.integer("num_attention_heads");
        int width = keys.integer("hidden_size");
        boolean qkNorm = type.equals(QWEN3) || own && keys.flag("qk_norm", false);
        return new LlamaConfig(keys.integer("vocab_size"), width, keys.integer("num_hidden_layers"), heads,
            keys.integer("num_key_value_heads", heads), headWidth(type, keys, width, heads),
            keys.integer("intermediate_size"), keys.integer("max_position_embeddings"),
            own ? Activation.RELU2 : Activation.SWIGLU, qkNorm, keys.flag("tie_word_embeddings", false), ropeBase(keys),
            keys.number("rms_norm_eps", 1e-6));
    }

    private static int headWidth(String type, HfKeys keys, int width, int heads) {
        // Hugging Face's own defaults where the key is left out
        int otherwise = type.equals(QWEN3) || heads <= 0 ? 128 : width / heads;
        return keys.integer("head_dim", otherwise);
    }

    /** {@code rope_theta}, or as newer files say {@code rope_parameters: {rope_theta, rope_type: default}}. */
    private static double ropeBase(HfKeys keys) {
        HfKeys newer = keys.inside("rope_parameters");
        for (HfKeys rope : new HfKeys[] {keys.inside("rope_scaling"), newer}) {
            for (String key : new String[] {"rope_type", "type"}) {
                if (rope.has(key) && !rope.text(key).equals("default")) {
                    throw rope.problem(key, "is " + WeightsException.quoted(rope.text(key))
                        + "; only the plain rotary embedding is known");
                }
            }
        }
        return newer.number("rope_theta", keys.number("rope_theta", 10_000));
    }

    private static void refuse(HfKeys keys, String key) {
        if (keys.flag(key, false)) {
            throw keys.problem(key, "is true; this family has none");
        }
    }

    static void write(LlamaConfig config, ObjectNode tree) {
        boolean own = config.activation() == Activation.RELU2;
        String type = own ? LONGRUN : config.qkNorm() ? QWEN3 : LLAMA;
        tree.putArray("architectures").add(own ? "LongrunForCausalLM"
            : config.qkNorm() ? "Qwen3ForCausalLM" : "LlamaForCausalLM");
        tree.put("model_type", type);
        tree.put("vocab_size", config.vocabulary());
        tree.put("hidden_size", config.width());
        tree.put("intermediate_size", config.ffnWidth());
        tree.put("num_hidden_layers", config.layers());
        tree.put("num_attention_heads", config.heads());
        tree.put("num_key_value_heads", config.kvHeads());
        tree.put("head_dim", config.headWidth());
        tree.put("hidden_act", own ? "relu2" : "silu");
        if (own) {
            tree.put("qk_norm", config.qkNorm());
        }
        tree.put("max_position_embeddings", config.context());
        tree.put("rope_theta", config.ropeBase());
        tree.put("rms_norm_eps", config.normEpsilon());
        tree.put("tie_word_embeddings", config.tiedHead());
        tree.put("attention_bias", false);
        tree.putNull("bos_token_id");
        tree.putNull("eos_token_id");
        tree.put("torch_dtype", "float32");
    }
}
