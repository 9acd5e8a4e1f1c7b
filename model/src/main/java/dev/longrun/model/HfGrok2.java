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
 * Grok 2 ({@code grok-2}; its own file says {@code git} and {@code Grok1ForCausalLM}). Public engines read that file in
 * two ways: {@code longrun_reading} says which, and each single key ({@code norm_topk_prob},
 * {@code router_logit_softcapping}, {@code attn_temperature_len}, {@code rope_type}) may still say otherwise.
 */
record HfGrok2() implements HfFamily {

    static final String ARCHITECTURE = "Grok1ForCausalLM";

    /** The key of the switch. */
    private static final String READING = "longrun_reading";
    /** The router's cap, no renormalisation, the temperature, plain frequencies: what its makers serve it by. */
    private static final String SGLANG = "sglang";
    /** No cap of the router, renormalised, no temperature, YaRN with its magnitude. */
    private static final String LLAMA_CPP = "llama.cpp";

    @Override
    public Architecture read(HfKeys keys) {
        keys.only("hidden_act", "gelu", HfFamily.word(Activation.GEGLU));
        keys.only(READING, SGLANG, LLAMA_CPP);
        boolean llama = keys.has(READING) && keys.text(READING).equals(LLAMA_CPP);
        Heads plain = HfFamily.heads(keys, HfFamily.share(keys));
        int width = keys.integer("hidden_size");
        int layers = keys.integer("num_hidden_layers");
        Experts experts = new Experts(keys.integer("num_local_experts", 8), keys.integer("num_experts_per_tok", 2),
            keys.integer("moe_intermediate_size"), keys.flag("norm_topk_prob", llama),
            llama ? 0 : keys.cap("router_logit_softcapping", 30));
        int dense = keys.flag("residual_moe", true) ? keys.integer("intermediate_size") : 0;
        return new Architecture(Family.GROK2, keys.integer("vocab_size"), width, layers,
            keys.integer("max_position_embeddings"),
            new Norms(Norm.RMS, keys.number("rms_norm_eps", 1e-5), true, false),
            new Heads(plain.count(), plain.kv(), plain.width(), keys.number("attn_output_multiplier", plain.scale()),
                keys.cap("attn_logit_softcapping", 30),
                llama ? 0 : Math.max(0, keys.integer("attn_temperature_len", 0)), false, false),
            HfWindows.none(layers), new Rotary(keys.number("rope_theta", 10_000), scaling(keys, llama), 0),
            new Hidden(Activation.GEGLU, dense, false), Optional.of(experts),
            keys.number("embedding_multiplier_scale", Math.sqrt(width)), keys.number("output_multiplier_scale", 0.5),
            keys.cap("final_logit_softcapping", 50), keys.flag("tie_word_embeddings", false));
    }

    private static RopeScaling scaling(HfKeys keys, boolean llama) {
        keys.only("rope_type", "original", "yarn", "default");
        String type = keys.has("rope_type") ? keys.text("rope_type") : "default";
        if (type.equals("default") || type.equals("original") && !llama) {
            return new RopeScaling.None();
        }
        double factor = keys.number("scaling_factor", 1);
        return new RopeScaling.Yarn(factor, keys.integer("original_max_position_embeddings", 8192),
            keys.number("beta_fast", 8), keys.number("beta_slow", 1), keys.number("extrapolation_factor", 1),
            keys.number("attention_factor", keys.number("attn_factor", 1) * RopeScaling.Yarn.paperMagnitude(factor)));
    }

    /** Every switch is written as what it is, so that no reading is left to choose. */
    @Override
    public void write(Architecture model, ObjectNode tree) {
        Experts experts = model.experts().orElseThrow();
        HfFamily.writeShape(model, ARCHITECTURE, tree);
        tree.put("hidden_act", HfFamily.word(Activation.GEGLU));
        tree.put("attn_output_multiplier", model.heads().scale());
        HfKeys.putCap(tree, "attn_logit_softcapping", model.heads().cap());
        tree.put("attn_temperature_len", model.heads().temperatureTokens());
        tree.put("embedding_multiplier_scale", model.embeddingScale());
        tree.put("output_multiplier_scale", model.logitScale());
        HfKeys.putCap(tree, "final_logit_softcapping", model.logitCap());
        tree.put("num_local_experts", experts.count());
        tree.put("num_experts_per_tok", experts.chosen());
        tree.put("moe_intermediate_size", experts.width());
        tree.put("norm_topk_prob", experts.renormalised());
        HfKeys.putCap(tree, "router_logit_softcapping", experts.routerCap());
        tree.put("residual_moe", model.residualExperts());
        write((Rotary) model.positions(), tree);
    }

    private static void write(Rotary rotary, ObjectNode tree) {
        tree.put("rope_theta", rotary.base());
        switch (rotary.scaling()) {
            case RopeScaling.None _ -> tree.put("rope_type", "default");
            case RopeScaling.Yarn yarn -> tree.put("rope_type", "yarn").put("scaling_factor", yarn.factor())
                .put("original_max_position_embeddings", yarn.originalContext()).put("beta_fast", yarn.betaFast())
                .put("beta_slow", yarn.betaSlow()).put("extrapolation_factor", yarn.extrapolation())
                .put("attention_factor", yarn.magnitude());
            default -> throw new ModelException("model: Grok 2 has no such scaling: " + rotary.scaling());
        }
    }

    @Override
    public String name(TensorRole role) {
        return switch (role) {
            case ATTENTION_NORM -> "model.layers.#.pre_attn_norm";
            case ATTENTION_POST_NORM -> "model.layers.#.post_attn_norm";
            case FEED_FORWARD_NORM -> "model.layers.#.pre_moe_norm";
            case FEED_FORWARD_POST_NORM -> "model.layers.#.post_moe_norm";
            default -> HfMixtral.expertName(role);
        };
    }
}
