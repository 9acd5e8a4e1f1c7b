package dev.longrun.model;

import dev.longrun.model.Architecture.Norm;
import dev.longrun.model.Architecture.Rotary;
import dev.longrun.weights.GgufValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** An {@link Architecture} in the keys of GGUF's metadata, as llama.cpp reads them. Back: {@link GgufConfig}. */
final class GgufKeys {

    private final Architecture model;
    private final String prefix;
    private final Map<String, GgufValue> keys = new LinkedHashMap<>();

    private GgufKeys(Architecture model) {
        this.model = model;
        prefix = arch(model.family());
    }

    /** GGUF's name of the family. */
    static String arch(Family family) {
        return switch (family) {
            case LLAMA, MIXTRAL -> "llama";
            case QWEN2 -> "qwen2";
            case QWEN3 -> "qwen3";
            case QWEN3_MOE -> "qwen3moe";
            case GEMMA2 -> "gemma2";
            case GEMMA3 -> "gemma3";
            case GPT2 -> "gpt2";
            case GROK1, GROK2 -> "grok";
            case LONGRUN -> throw new ModelException("models with squared ReLU have no name in GGUF; train with "
                + "model.activation: swiglu to have one");
        };
    }

    /** The keys, {@code general.architecture} first. */
    static Map<String, GgufValue> of(Architecture model) {
        GgufKeys all = new GgufKeys(model);
        all.keys.put("general.architecture", GgufValue.of(all.prefix));
        all.shape();
        if (model.positions() instanceof Rotary rotary) {
            all.rotary(rotary);
        }
        all.experts();
        all.grok();
        return all.keys;
    }

    private void put(String key, long value) {
        keys.put(prefix + "." + key, GgufValue.of(value));
    }

    private void put(String key, double value) {
        keys.put(prefix + "." + key, GgufValue.of(value));
    }

    private void shape() {
        put("context_length", (long) model.context());
        put("embedding_length", (long) model.width());
        put("block_count", (long) model.layers());
        put("feed_forward_length", (long) (model.feedForward().width() > 0 ? model.feedForward().width()
            : model.experts().orElseThrow().width()));
        put("vocab_size", (long) model.vocabulary());
        put("attention.head_count", (long) model.heads().count());
        put("attention.head_count_kv", (long) model.heads().kv());
        put("attention.key_length", (long) model.heads().width());
        put("attention.value_length", (long) model.heads().width());
        put(model.norms().kind() == Norm.LAYER ? "attention.layer_norm_epsilon" : "attention.layer_norm_rms_epsilon",
            model.norms().epsilon());
        int window = model.windows().stream().max(Integer::compare).orElse(0);
        if (window > 0) {
            put("attention.sliding_window", (long) window);
        }
        if (model.family() == Family.GEMMA2 && model.heads().cap() > 0) {
            put("attn_logit_softcapping", model.heads().cap());
        }
        if (model.logitCap() > 0) {
            put("final_logit_softcapping", model.logitCap());
        }
    }

    private void rotary(Rotary rotary) {
        put("rope.dimension_count", (long) model.heads().width());
        put("rope.freq_base", rotary.base());
        if (rotary.windowedBase() > 0) {
            put("rope.freq_base_swa", rotary.windowedBase());
        }
        switch (rotary.scaling()) {
            // Llama 3's stands in the tensor rope_freqs.weight.
            case RopeScaling.None _, RopeScaling.Llama3 _ -> {
            }
            case RopeScaling.Linear linear -> {
                keys.put(prefix + ".rope.scaling.type", GgufValue.of("linear"));
                put("rope.scaling.factor", linear.factor());
            }
            case RopeScaling.Yarn yarn -> {
                keys.put(prefix + ".rope.scaling.type", GgufValue.of("yarn"));
                put("rope.scaling.factor", yarn.factor());
                put("rope.scaling.original_context_length", (long) yarn.originalContext());
                put("rope.scaling.yarn_ext_factor", yarn.extrapolation());
                // llama.cpp multiplies it by the paper's own.
                put("rope.scaling.yarn_attn_factor", yarn.magnitude()
                    / RopeScaling.Yarn.paperMagnitude(yarn.factor()));
                put("rope.scaling.yarn_beta_fast", yarn.betaFast());
                put("rope.scaling.yarn_beta_slow", yarn.betaSlow());
            }
        }
    }

    private void experts() {
        model.experts().ifPresent(experts -> {
            put("expert_count", (long) experts.count());
            put("expert_used_count", (long) experts.chosen());
            put("expert_feed_forward_length", (long) experts.width());
            keys.put(prefix + ".expert_weights_norm", GgufValue.of(experts.renormalised()));
        });
    }

    private void grok() {
        if (!prefix.equals("grok")) {
            return;
        }
        put("attn_logit_softcapping", model.heads().cap());
        put("router_logit_softcapping", model.experts().orElseThrow().routerCap());
        put("attention.output_scale", model.heads().scale());
        put("embedding_scale", model.embeddingScale());
        put("logit_scale", model.logitScale());
        if (model.heads().temperatureTokens() > 0) {
            put("attention.temperature_length", (long) model.heads().temperatureTokens());
        }
    }
}
