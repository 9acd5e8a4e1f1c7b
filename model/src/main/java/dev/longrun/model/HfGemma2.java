package dev.longrun.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.Architecture.Heads;
import dev.longrun.model.Architecture.Hidden;
import dev.longrun.model.Architecture.Norm;
import dev.longrun.model.Architecture.Norms;
import dev.longrun.model.Architecture.Rotary;
import java.util.List;
import java.util.Optional;

/**
 * Gemma 2 ({@code gemma2}): norms that add 1 to their weights, before and after each block; embedding times the root of
 * the width; soft caps; a window in every second layer, the first of them.
 */
record HfGemma2() implements HfFamily {

    @Override
    public Architecture read(HfKeys keys) {
        List<Integer> windows = HfWindows.read(keys, keys.integer("sliding_window", 4096), layer -> layer % 2 == 0);
        return read(Family.GEMMA2, keys, windows, HfRope.read(keys), false, 50, 30);
    }

    /** A Gemma with the caps of scores and logits that its configuration class has by itself. */
    static Architecture read(Family family, HfKeys keys, List<Integer> windows, Rotary rotary, boolean queryKeyNorm,
        double attentionCap, double logitCap) {
        String word = HfFamily.word(Activation.GEGLU);
        keys.only("hidden_activation", word);
        keys.only("hidden_act", word);
        keys.none("attention_bias", "use_bidirectional_attention");
        Heads plain = HfFamily.heads(keys, 256);
        double scale = 1 / Math.sqrt(keys.number("query_pre_attn_scalar", 256));
        int width = keys.integer("hidden_size");
        return new Architecture(family, keys.integer("vocab_size", 262_208), width, keys.integer("num_hidden_layers"),
            keys.integer("max_position_embeddings", 8192),
            new Norms(Norm.RMS_PLUS_ONE, keys.number("rms_norm_eps", 1e-6), true, queryKeyNorm),
            new Heads(plain.count(), plain.kv(), plain.width(), scale,
                keys.cap("attn_logit_softcapping", attentionCap), 0, false, false),
            windows, rotary, new Hidden(Activation.GEGLU, keys.integer("intermediate_size"), false), Optional.empty(),
            Math.sqrt(width), 1, keys.cap("final_logit_softcapping", logitCap),
            keys.flag("tie_word_embeddings", true));
    }

    @Override
    public void write(Architecture model, ObjectNode tree) {
        write(model, "Gemma2ForCausalLM", tree);
        HfRope.write((Rotary) model.positions(), tree);
    }

    static void write(Architecture model, String className, ObjectNode tree) {
        HfFamily.writeShape(model, className, tree);
        String word = HfFamily.word(Activation.GEGLU);
        tree.put("hidden_act", word);
        tree.put("hidden_activation", word);
        tree.put("query_pre_attn_scalar", scalar(model.heads().scale()));
        HfKeys.putCap(tree, "attn_logit_softcapping", model.heads().cap());
        HfKeys.putCap(tree, "final_logit_softcapping", model.logitCap());
        HfWindows.write(model, tree);
    }

    /** The number of which the scale is the inverse root, whole where that gives the same scale. */
    private static double scalar(double scale) {
        double exact = 1 / (scale * scale);
        double whole = Math.rint(exact);
        return 1 / Math.sqrt(whole) == scale ? whole : exact;
    }

    @Override
    public String name(TensorRole role) {
        return gemmaName(role);
    }

    static String gemmaName(TensorRole role) {
        return switch (role) {
            case ATTENTION_POST_NORM -> "model.layers.#.post_attention_layernorm";
            case FEED_FORWARD_NORM -> "model.layers.#.pre_feedforward_layernorm";
            case FEED_FORWARD_POST_NORM -> "model.layers.#.post_feedforward_layernorm";
            default -> HfFamily.llamaName(role);
        };
    }
}
