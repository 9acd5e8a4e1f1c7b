package dev.longrun.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.Architecture.Experts;
import dev.longrun.model.Architecture.Heads;
import dev.longrun.model.Architecture.Hidden;
import dev.longrun.model.Architecture.Norm;
import dev.longrun.model.Architecture.Norms;
import dev.longrun.model.Architecture.Rotary;
import java.util.List;
import java.util.Optional;

/** Mixtral ({@code mixtral}): the experts' weights are made to add up to 1. */
record HfMixtral() implements HfFamily {

    @Override
    public Architecture read(HfKeys keys) {
        int window = keys.integer("sliding_window", 0);
        Experts experts = new Experts(keys.integer("num_local_experts", 8), keys.integer("num_experts_per_tok", 2),
            keys.integer("intermediate_size"), true, 0);
        return read(Family.MIXTRAL, keys, HfFamily.heads(keys, HfFamily.share(keys)), false,
            HfWindows.read(keys, window, _ -> true), experts, 1e-5);
    }

    /** A model of experts alone in Llama's keys. */
    static Architecture read(Family family, HfKeys keys, Heads heads, boolean queryKeyNorm, List<Integer> windows,
        Experts experts, double epsilon) {
        keys.only("hidden_act", "silu");
        keys.none("attention_bias");
        return new Architecture(family, keys.integer("vocab_size"), keys.integer("hidden_size"),
            keys.integer("num_hidden_layers"), keys.integer("max_position_embeddings"),
            new Norms(Norm.RMS, keys.number("rms_norm_eps", epsilon), false, queryKeyNorm), heads, windows,
            HfRope.read(keys), new Hidden(Activation.SWIGLU, 0, false), Optional.of(experts), 1, 1, 0,
            keys.flag("tie_word_embeddings", false));
    }

    @Override
    public void write(Architecture model, ObjectNode tree) {
        Experts experts = model.experts().orElseThrow();
        HfFamily.writeShape(model, "MixtralForCausalLM", tree);
        tree.put("hidden_act", "silu");
        HfRope.write((Rotary) model.positions(), tree);
        tree.put("num_local_experts", experts.count());
        tree.put("num_experts_per_tok", experts.chosen());
        if (HfWindows.any(model)) {
            HfWindows.write(model, tree);
        } else {
            tree.putNull("sliding_window");
        }
    }

    @Override
    public String name(TensorRole role) {
        return expertName(role);
    }

    /** Mixtral's names of the experts, which Grok 2 shares. */
    static String expertName(TensorRole role) {
        return switch (role) {
            case ROUTER -> "model.layers.#.block_sparse_moe.gate";
            case EXPERT_GATE -> "model.layers.#.block_sparse_moe.experts.@.w1";
            case EXPERT_UP -> "model.layers.#.block_sparse_moe.experts.@.w3";
            case EXPERT_DOWN -> "model.layers.#.block_sparse_moe.experts.@.w2";
            default -> HfFamily.llamaName(role);
        };
    }
}
