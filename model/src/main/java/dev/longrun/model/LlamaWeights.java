package dev.longrun.model;

/**
 * Where each tensor of a Llama lies in the flat array; -1 for one that it has not. Matrices are [out, in]. Queries,
 * keys and values lie together as one matrix [(heads + 2 kvHeads) headWidth, width], gate and up as one [2 ffnWidth,
 * width].
 */
final class LlamaWeights {

    final Parameters parameters;
    /** [V, D]. */
    final int embedding;
    /** [V, D]; the embedding's place when tied. */
    final int head;
    /** [D]. */
    final int finalNorm;
    final Layer[] layers;

    /** One block: gains [D], qkv [Q, D], gains of queries and keys [h], output [D, A], gateUp [W, D], down [D, F]. */
    record Layer(int attentionNorm, int qkv, int queryNorm, int keyNorm, int output, int ffnNorm, int gateUp,
        int down) {
    }

    LlamaWeights(LlamaConfig config) {
        Parameters.requireFits(config);
        Parameters.Builder table = new Parameters.Builder();
        int width = config.width();
        embedding = table.add("model.embed_tokens.weight", config.vocabulary(), width);
        layers = new Layer[config.layers()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = layer(table, config, "model.layers." + layer + ".");
        }
        finalNorm = table.add("model.norm.weight", width);
        head = config.tiedHead() ? embedding : table.add("lm_head.weight", config.vocabulary(), width);
        parameters = table.build();
    }

    private static Layer layer(Parameters.Builder table, LlamaConfig config, String prefix) {
        int width = config.width();
        int keyWidth = config.kvHeads() * config.headWidth();
        int attentionNorm = table.add(prefix + "input_layernorm.weight", width);
        int qkv = table.add(prefix + "self_attn.q_proj.weight", config.queryWidth(), width);
        table.add(prefix + "self_attn.k_proj.weight", keyWidth, width);
        table.add(prefix + "self_attn.v_proj.weight", keyWidth, width);
        int queryNorm = config.qkNorm() ? table.add(prefix + "self_attn.q_norm.weight", config.headWidth()) : -1;
        int keyNorm = config.qkNorm() ? table.add(prefix + "self_attn.k_norm.weight", config.headWidth()) : -1;
        int output = table.add(prefix + "self_attn.o_proj.weight", width, config.queryWidth());
        int ffnNorm = table.add(prefix + "post_attention_layernorm.weight", width);
        int gateUp = switch (config.activation()) {
            case SWIGLU -> {
                int gate = table.add(prefix + "mlp.gate_proj.weight", config.ffnWidth(), width);
                table.add(prefix + "mlp.up_proj.weight", config.ffnWidth(), width);
                yield gate;
            }
            case RELU2 -> table.add(prefix + "mlp.up_proj.weight", config.ffnWidth(), width);
        };
        int down = table.add(prefix + "mlp.down_proj.weight", width, config.ffnWidth());
        return new Layer(attentionNorm, qkv, queryNorm, keyNorm, output, ffnNorm, gateUp, down);
    }
}
