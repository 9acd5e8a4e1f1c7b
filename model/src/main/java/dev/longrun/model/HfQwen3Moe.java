package dev.longrun.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longrun.model.Architecture.Experts;
import dev.longrun.model.Architecture.Rotary;

/** Qwen 3 with experts in every layer ({@code qwen3_moe}). */
record HfQwen3Moe() implements HfFamily {

    @Override
    public Architecture read(HfKeys keys) {
        if (keys.integer("decoder_sparse_step", 1) != 1) {
            throw keys.problem("decoder_sparse_step", "is " + keys.integer("decoder_sparse_step")
                + "; experts in every layer (1) are known");
        }
        if (!keys.empty("mlp_only_layers")) {
            throw keys.problem("mlp_only_layers", "names layers; experts in every layer are known");
        }
        Experts experts = new Experts(keys.integer("num_experts", 128), keys.integer("num_experts_per_tok", 8),
            keys.integer("moe_intermediate_size"), keys.flag("norm_topk_prob", false), 0);
        return HfMixtral.read(Family.QWEN3_MOE, keys, HfFamily.heads(keys, 128), true, HfQwen2.windows(keys), experts,
            1e-6);
    }

    @Override
    public void write(Architecture model, ObjectNode tree) {
        Experts experts = model.experts().orElseThrow();
        HfFamily.writeShape(model, "Qwen3MoeForCausalLM", tree);
        tree.put("hidden_act", "silu");
        HfRope.write((Rotary) model.positions(), tree);
        tree.put("num_experts", experts.count());
        tree.put("num_experts_per_tok", experts.chosen());
        tree.put("moe_intermediate_size", experts.width());
        tree.put("norm_topk_prob", experts.renormalised());
        tree.put("decoder_sparse_step", 1);
        tree.putArray("mlp_only_layers");
        HfQwen2.writeWindows(model, tree);
    }

    @Override
    public String name(TensorRole role) {
        return switch (role) {
            case ROUTER -> "model.layers.#.mlp.gate";
            case EXPERT_GATE -> "model.layers.#.mlp.experts.@.gate_proj";
            case EXPERT_UP -> "model.layers.#.mlp.experts.@.up_proj";
            case EXPERT_DOWN -> "model.layers.#.mlp.experts.@.down_proj";
            default -> HfFamily.llamaName(role);
        };
    }
}
