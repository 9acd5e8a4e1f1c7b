package dev.longrun.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.Architecture.Experts;
import dev.longrun.model.Architecture.Heads;
import dev.longrun.model.Architecture.Hidden;
import dev.longrun.model.Architecture.Norm;
import dev.longrun.model.Architecture.Norms;
import dev.longrun.model.Architecture.Rotary;
import java.util.Optional;

/**
 * Grok 1 ({@code grok-1}; xai-org/grok-1, run.py and model.py): the experts' weights are the router's probabilities.
 * {@code norm_topk_prob: true} makes them add up to 1, as llama.cpp does.
 */
record HfGrok1() implements HfFamily {

    @Override
    public Architecture read(HfKeys keys) {
        keys.only("hidden_act", "gelu", HfFamily.word(Activation.GEGLU));
        Heads plain = HfFamily.heads(keys, HfFamily.share(keys));
        int width = keys.integer("hidden_size");
        int layers = keys.integer("num_hidden_layers");
        return new Architecture(Family.GROK1, keys.integer("vocab_size"), width, layers,
            keys.integer("max_position_embeddings"),
            new Norms(Norm.RMS, keys.number("rms_norm_eps", 1e-5), true, false),
            new Heads(plain.count(), plain.kv(), plain.width(), keys.number("attn_output_multiplier", plain.scale()),
                keys.cap("max_attn_value", 30), 0, false, false),
            HfWindows.none(layers), HfRope.read(keys), new Hidden(Activation.GEGLU, 0, false),
            Optional.of(new Experts(keys.integer("num_experts", 8), keys.integer("num_experts_per_tok", 2),
                keys.integer("intermediate_size"), keys.flag("norm_topk_prob", false), 0)),
            keys.number("embedding_multiplier_scale", Math.sqrt(width)),
            keys.number("output_multiplier_scale", 1 / Math.sqrt(3)), 0, keys.flag("tie_word_embeddings", true));
    }

    @Override
    public void write(Architecture model, ObjectNode tree) {
        Experts experts = model.experts().orElseThrow();
        HfFamily.writeShape(model, "Grok1ModelForCausalLM", tree);
        tree.put("hidden_act", HfFamily.word(Activation.GEGLU));
        HfRope.write((Rotary) model.positions(), tree);
        tree.put("attn_output_multiplier", model.heads().scale());
        tree.put("max_attn_value", model.heads().cap());
        tree.put("embedding_multiplier_scale", model.embeddingScale());
        tree.put("output_multiplier_scale", model.logitScale());
        tree.put("num_experts", experts.count());
        tree.put("num_experts_per_tok", experts.chosen());
        tree.put("norm_topk_prob", experts.renormalised());
    }

    @Override
    public String name(TensorRole role) {
        return switch (role) {
            case EMBEDDING -> "transformer.in_out_embed";
            case ATTENTION_NORM -> "transformer.decoder_layer.#.rms_norm";
            case QUERY -> "transformer.decoder_layer.#.multi_head_attention.query";
            case KEY -> "transformer.decoder_layer.#.multi_head_attention.key";
            case VALUE -> "transformer.decoder_layer.#.multi_head_attention.value";
            case OUTPUT -> "transformer.decoder_layer.#.multi_head_attention.linear";
            case ATTENTION_POST_NORM -> "transformer.decoder_layer.#.rms_norm_1";
            case FEED_FORWARD_NORM -> "transformer.decoder_layer.#.rms_norm_2";
            case ROUTER -> "transformer.decoder_layer.#.router";
            case EXPERT_GATE -> "transformer.decoder_layer.#.moe.@.linear";
            case EXPERT_UP -> "transformer.decoder_layer.#.moe.@.linear_v";
            case EXPERT_DOWN -> "transformer.decoder_layer.#.moe.@.linear_1";
            case FEED_FORWARD_POST_NORM -> "transformer.decoder_layer.#.rms_norm_3";
            case FINAL_NORM -> "transformer.rms_norm";
            case HEAD -> "lm_head";
            default -> throw new IllegalArgumentException("Grok 1 has no " + role);
        };
    }
}
