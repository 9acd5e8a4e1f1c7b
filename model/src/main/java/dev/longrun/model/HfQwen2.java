package dev.longrun.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longrun.model.Architecture.Heads;
import java.util.List;

/** Qwen 2 and 2.5 ({@code qwen2}): biases of queries, keys and values, always. */
record HfQwen2() implements HfFamily {

    @Override
    public Architecture read(HfKeys keys) {
        Heads plain = HfFamily.heads(keys, HfFamily.share(keys));
        return HfLlama.read(Family.QWEN2, keys, new Heads(plain.count(), plain.kv(), plain.width(), plain.scale(), 0, 0,
            true, false), false, windows(keys));
    }

    /** With {@code use_sliding_window}, the layers from {@code max_window_layers} on. */
    static List<Integer> windows(HfKeys keys) {
        int window = keys.flag("use_sliding_window", false) ? keys.integer("sliding_window", 4096) : 0;
        int first = keys.integer("max_window_layers", 28);
        return HfWindows.read(keys, window, layer -> layer >= first);
    }

    @Override
    public void write(Architecture model, ObjectNode tree) {
        HfLlama.write(model, "Qwen2ForCausalLM", tree);
        tree.remove("attention_bias");
        writeWindows(model, tree);
    }

    static void writeWindows(Architecture model, ObjectNode tree) {
        tree.put("use_sliding_window", HfWindows.any(model));
        if (HfWindows.any(model)) {
            HfWindows.write(model, tree);
            int first = model.layers();
            while (first > 0 && model.windows().get(first - 1) != 0) {
                first--;
            }
            tree.put("max_window_layers", first);
        }
    }

    @Override
    public String name(TensorRole role) {
        return HfFamily.llamaName(role);
    }
}
