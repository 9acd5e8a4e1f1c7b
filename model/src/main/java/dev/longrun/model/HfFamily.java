package dev.longrun.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.Architecture.Heads;

/** How one family's files spell an {@link Architecture}: the keys of {@code config.json} and the tensors' names. */
sealed interface HfFamily permits HfLlama, HfMixtral, HfQwen2, HfQwen3, HfQwen3Moe, HfGemma2, HfGemma3, HfGpt2, HfGrok1,
    HfGrok2, HfLongrun {

    /** The one of a family. */
    static HfFamily of(Family family) {
        return switch (family) {
            case LLAMA -> new HfLlama();
            case MIXTRAL -> new HfMixtral();
            case QWEN2 -> new HfQwen2();
            case QWEN3 -> new HfQwen3();
            case QWEN3_MOE -> new HfQwen3Moe();
            case GEMMA2 -> new HfGemma2();
            case GEMMA3 -> new HfGemma3();
            case GPT2 -> new HfGpt2();
            case GROK1 -> new HfGrok1();
            case GROK2 -> new HfGrok2();
            case LONGRUN -> new HfLongrun();
        };
    }

    /** What a configuration describes. */
    Architecture read(HfKeys keys);

    /** The keys of a configuration that {@link #read} reads back as the same; throws where the family has no word. */
    void write(Architecture model, ObjectNode tree);

    /** A tensor's name without what follows the last point: {@code #} stands for the layer, {@code @} an expert. */
    String name(TensorRole role);

    /** Whether the files keep a matrix as [in, out]. */
    default boolean transposed(TensorRole role) {
        return false;
    }

    /** Whether the files keep queries, keys and values as one. */
    default boolean fused() {
        return false;
    }

    /** The name in Llama's words, which most families share. */
    static String llamaName(TensorRole role) {
        return switch (role) {
            case EMBEDDING -> "model.embed_tokens";
            case ATTENTION_NORM -> "model.layers.#.input_layernorm";
            case QUERY -> "model.layers.#.self_attn.q_proj";
            case KEY -> "model.layers.#.self_attn.k_proj";
            case VALUE -> "model.layers.#.self_attn.v_proj";
            case QUERY_NORM -> "model.layers.#.self_attn.q_norm";
            case KEY_NORM -> "model.layers.#.self_attn.k_norm";
            case OUTPUT -> "model.layers.#.self_attn.o_proj";
            case FEED_FORWARD_NORM -> "model.layers.#.post_attention_layernorm";
            case GATE -> "model.layers.#.mlp.gate_proj";
            case UP -> "model.layers.#.mlp.up_proj";
            case DOWN -> "model.layers.#.mlp.down_proj";
            case FINAL_NORM -> "model.norm";
            case HEAD -> "lm_head";
            case POSITIONS, QUERY_KEY_VALUE, ATTENTION_POST_NORM, ROUTER, EXPERT_GATE, EXPERT_UP, EXPERT_DOWN,
                FEED_FORWARD_POST_NORM -> throw new IllegalArgumentException("Llama has no " + role);
        };
    }

    /** Heads over the root of their width; {@code head_dim}, where it is left out, is {@code otherwise}. */
    static Heads heads(HfKeys keys, int otherwise) {
        int count = keys.integer("num_attention_heads");
        return Heads.plain(count, keys.integer("num_key_value_heads", count), keys.integer("head_dim", otherwise));
    }

    /** Width of a head where the configuration leaves it out: the model's width by the heads. */
    static int share(HfKeys keys) {
        int heads = keys.integer("num_attention_heads");
        return keys.integer("hidden_size") / Math.max(1, heads);
    }

    /** What nearly all configurations say alike. */
    static void writeShape(Architecture model, String className, ObjectNode tree) {
        tree.putArray("architectures").add(className);
        tree.put("model_type", model.family().type());
        tree.put("vocab_size", model.vocabulary());
        tree.put("hidden_size", model.width());
        tree.put("intermediate_size", model.feedForward().width() > 0 ? model.feedForward().width()
            : model.experts().orElseThrow().width());
        tree.put("num_hidden_layers", model.layers());
        tree.put("num_attention_heads", model.heads().count());
        tree.put("num_key_value_heads", model.heads().kv());
        tree.put("head_dim", model.heads().width());
        tree.put("max_position_embeddings", model.context());
        tree.put("rms_norm_eps", model.norms().epsilon());
        tree.put("tie_word_embeddings", model.tiedHead());
        tree.putNull("bos_token_id");
        tree.putNull("eos_token_id");
        tree.put("torch_dtype", "float32");
    }

    /** An activation's name in Hugging Face's words. */
    static String word(Activation activation) {
        return switch (activation) {
            case SWIGLU -> "silu";
            case GEGLU -> "gelu_pytorch_tanh";
            case GELU -> "gelu_new";
            case RELU2 -> "relu2";
        };
    }
}
