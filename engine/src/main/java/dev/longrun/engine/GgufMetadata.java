package dev.longrun.engine;

import dev.longrun.model.Architecture;
import dev.longrun.model.Architecture.Experts;
import dev.longrun.model.Architecture.Rotary;
import dev.longrun.model.Family;
import dev.longrun.model.RopeScaling;
import dev.longrun.weights.GgufValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** The keys of a GGUF file that {@link GgufArchitecture} reads back as the same architecture. */
final class GgufMetadata {

    private final Architecture model;
    private final String prefix;
    private final Map<String, GgufValue> keys = new LinkedHashMap<>();

    private GgufMetadata(Architecture model) {
        this.model = model;
        prefix = name(model.family()) + ".";
    }

    static String name(Family family) {
        return switch (family) {
            case LLAMA, MIXTRAL -> "llama";
            case QWEN2 -> "qwen2";
            case QWEN3 -> "qwen3";
            case QWEN3_MOE -> "qwen3moe";
            case GEMMA2 -> "gemma2";
            case GEMMA3 -> "gemma3";
            case GPT2 -> "gpt2";
            case GROK1, GROK2 -> "grok";
            case LONGRUN -> throw new IllegalArgumentException("GGUF has no name for " + family);
        };
    }

    static Map<String, GgufValue> of(Architecture model) {
        GgufMetadata metadata = new GgufMetadata(model);
        metadata.fill();
        return metadata.keys;
    }

    private void put(String key, long value) {
        keys.put(prefix + key, GgufValue.of(value));
    }

    private void put(String key, double value) {
        keys.put(prefix + key, GgufValue.of(value));
    }

    private void fill() {
        keys.put("general.architecture", GgufValue.of(name(model.family())));
        put("context_length", (long) model.context());
        put("embedding_length", (long) model.width());
        put("block_count", (long) model.layers());
        put("feed_forward_length", (long) (model.feedForward().width() > 0 ? model.feedForward().width()
            : model.experts().orElseThrow().width()));
        put("attention.head_count", (long) model.heads().count());
        put("attention.head_count_kv", (long) model.heads().kv());
        if (model.family() == Family.GPT2) {
            put("attention.layer_norm_epsilon", model.norms().epsilon());
        } else {
            put("attention.layer_norm_rms_epsilon", model.norms().epsilon());
            put("attention.key_length", (long) model.heads().width());
            put("attention.value_length", (long) model.heads().width());
            put("rope.dimension_count", (long) model.heads().width());
        }
        model.windows().stream().filter(window -> window > 0).findFirst()
            .ifPresent(window -> put("attention.sliding_window", (long) window));
        if (model.heads().cap() > 0) {
            put("attn_logit_softcapping", model.heads().cap());
        }
        if (model.logitCap() > 0) {
            put("final_logit_softcapping", model.logitCap());
        }
        model.experts().ifPresent(this::experts);
        if (model.positions() instanceof Rotary rotary) {
            rotary(rotary);
        }
        if (name(model.family()).equals("grok")) {
            put("attention.output_scale", model.heads().scale());
            put("embedding_scale", model.embeddingScale());
            put("logit_scale", model.logitScale());
        }
    }

    private void experts(Experts experts) {
        put("expert_count", (long) experts.count());
        put("expert_used_count", (long) experts.chosen());
        put("expert_feed_forward_length", (long) experts.width());
    }

    private void rotary(Rotary rotary) {
        put("rope.freq_base", rotary.base());
        if (rotary.windowedBase() != 0) {
            put("rope.freq_base_swa", rotary.windowedBase());
        }
        switch (rotary.scaling()) {
            case RopeScaling.Linear linear -> {
                keys.put(prefix + "rope.scaling.type", GgufValue.of("linear"));
                put("rope.scaling.factor", linear.factor());
            }
            case RopeScaling.Yarn yarn -> {
                keys.put(prefix + "rope.scaling.type", GgufValue.of("yarn"));
                put("rope.scaling.factor", yarn.factor());
                put("rope.scaling.original_context_length", (long) yarn.originalContext());
                put("rope.scaling.yarn_ext_factor", yarn.extrapolation());
                put("rope.scaling.yarn_attn_factor",
                    yarn.magnitude() / RopeScaling.Yarn.paperMagnitude(yarn.factor()));
                put("rope.scaling.yarn_beta_fast", yarn.betaFast());
                put("rope.scaling.yarn_beta_slow", yarn.betaSlow());
            }
            case RopeScaling.None _, RopeScaling.Llama3 _ -> { }
        }
    }
}
