package dev.longrun.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.Architecture.Heads;
import dev.longrun.model.Architecture.Hidden;
import dev.longrun.model.Architecture.Learned;
import dev.longrun.model.Architecture.Norm;
import dev.longrun.model.Architecture.Norms;
import java.util.Optional;

/** GPT-2 ({@code gpt2}): its files keep the matrices of layers as [in, out], and queries, keys and values as one. */
record HfGpt2() implements HfFamily {

    @Override
    public Architecture read(HfKeys keys) {
        keys.only("activation_function", "gelu_new", "gelu_pytorch_tanh");
        keys.none("scale_attn_by_inverse_layer_idx", "add_cross_attention");
        if (!keys.flag("scale_attn_weights", true)) {
            throw keys.problem("scale_attn_weights", "is false; this family scales");
        }
        int width = keys.integer("n_embd");
        int heads = keys.integer("n_head");
        if (heads < 1 || width % heads != 0) {
            throw keys.problem("n_head", "is " + heads + "; expected a divisor of n_embd, " + width);
        }
        int layers = keys.integer("n_layer");
        Heads plain = Heads.plain(heads, heads, width / heads);
        return new Architecture(Family.GPT2, keys.integer("vocab_size"), width, layers, keys.integer("n_positions"),
            new Norms(Norm.LAYER, keys.number("layer_norm_epsilon", 1e-5), false, false),
            new Heads(heads, heads, plain.width(), plain.scale(), 0, 0, true, true), HfWindows.none(layers),
            new Learned(), new Hidden(Activation.GELU, keys.integer("n_inner", 4 * width), true), Optional.empty(), 1,
            1, 0, keys.flag("tie_word_embeddings", true));
    }

    @Override
    public void write(Architecture model, ObjectNode tree) {
        tree.putArray("architectures").add("GPT2LMHeadModel");
        tree.put("model_type", Family.GPT2.type());
        tree.put("vocab_size", model.vocabulary());
        tree.put("n_embd", model.width());
        tree.put("n_layer", model.layers());
        tree.put("n_head", model.heads().count());
        tree.put("n_positions", model.context());
        tree.put("n_ctx", model.context());
        tree.put("n_inner", model.feedForward().width());
        tree.put("layer_norm_epsilon", model.norms().epsilon());
        tree.put("activation_function", "gelu_new");
        tree.put("tie_word_embeddings", model.tiedHead());
        tree.putNull("bos_token_id");
        tree.putNull("eos_token_id");
        tree.put("torch_dtype", "float32");
    }

    @Override
    public String name(TensorRole role) {
        return switch (role) {
            case EMBEDDING -> "transformer.wte";
            case POSITIONS -> "transformer.wpe";
            case ATTENTION_NORM -> "transformer.h.#.ln_1";
            case QUERY_KEY_VALUE -> "transformer.h.#.attn.c_attn";
            case OUTPUT -> "transformer.h.#.attn.c_proj";
            case FEED_FORWARD_NORM -> "transformer.h.#.ln_2";
            case UP -> "transformer.h.#.mlp.c_fc";
            case DOWN -> "transformer.h.#.mlp.c_proj";
            case FINAL_NORM -> "transformer.ln_f";
            case HEAD -> "lm_head";
            default -> throw new IllegalArgumentException("GPT-2 has no " + role);
        };
    }

    @Override
    public boolean transposed(TensorRole role) {
        return role.hiddenMatrix();
    }

    @Override
    public boolean fused() {
        return true;
    }
}
