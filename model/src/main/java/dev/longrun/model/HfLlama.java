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

/** Llama 2 and 3 ({@code llama}), and with a window in all layers Mistral ({@code mistral}). */
record HfLlama() implements HfFamily {

    static final String MISTRAL = "mistral";

    @Override
    public Architecture read(HfKeys keys) {
        boolean mistral = keys.text("model_type").equals(MISTRAL);
        int window = mistral ? keys.integer("sliding_window", 0) : 0;
        return read(Family.LLAMA, keys, HfFamily.heads(keys, HfFamily.share(keys)), false,
            HfWindows.read(keys, window, _ -> true));
    }

    /** A dense model in Llama's keys. */
    static Architecture read(Family family, HfKeys keys, Heads heads, boolean queryKeyNorm, List<Integer> windows) {
        Activation activation = family == Family.LONGRUN ? Activation.RELU2 : Activation.SWIGLU;
        keys.only("hidden_act", HfFamily.word(activation));
        keys.none("attention_bias", "mlp_bias");
        return new Architecture(family, keys.integer("vocab_size"), keys.integer("hidden_size"),
            keys.integer("num_hidden_layers"), keys.integer("max_position_embeddings"),
            new Norms(Norm.RMS, keys.number("rms_norm_eps", 1e-6), false, queryKeyNorm), heads, windows,
            HfRope.read(keys), new Hidden(activation, keys.integer("intermediate_size"), false), Optional.empty(), 1, 1,
            0, keys.flag("tie_word_embeddings", false));
    }

    @Override
    public void write(Architecture model, ObjectNode tree) {
        write(model, "LlamaForCausalLM", tree);
        if (HfWindows.any(model)) {
            tree.putArray("architectures").add("MistralForCausalLM");
            tree.put("model_type", MISTRAL);
            HfWindows.write(model, tree);
            tree.remove("layer_types");
        }
    }

    static void write(Architecture model, String className, ObjectNode tree) {
        HfFamily.writeShape(model, className, tree);
        tree.put("hidden_act", HfFamily.word(model.feedForward().activation()));
        tree.put("attention_bias", false);
        HfRope.write((Rotary) model.positions(), tree);
    }

    @Override
    public String name(TensorRole role) {
        return HfFamily.llamaName(role);
    }
}
