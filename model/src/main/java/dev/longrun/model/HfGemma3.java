package dev.longrun.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longrun.model.Architecture.Rotary;
import java.util.List;

/**
 * Gemma 3's text model ({@code gemma3_text}): Gemma 2 with normed queries and keys and no cap; five layers of six with
 * a window and a rotary base of their own, which no scaling touches.
 */
record HfGemma3() implements HfFamily {

    private static final String LOCAL = "sliding_attention";
    private static final String GLOBAL = "full_attention";

    @Override
    public Architecture read(HfKeys keys) {
        int every = keys.integer("sliding_window_pattern", 6);
        if (every < 1) {
            throw keys.problem("sliding_window_pattern", "is " + every + "; expected 1 or more");
        }
        List<Integer> windows = HfWindows.read(keys, keys.integer("sliding_window", 4096),
            layer -> (layer + 1) % every != 0);
        return HfGemma2.read(Family.GEMMA3, keys, windows, rotary(keys), true, 0, 0);
    }

    private static Rotary rotary(HfKeys keys) {
        HfKeys newer = keys.inside("rope_parameters");
        HfKeys global = newer.has(GLOBAL) ? newer.inside(GLOBAL) : keys.inside("rope_scaling");
        HfKeys local = newer.inside(LOCAL);
        double base = global.number("rope_theta", keys.number("rope_theta", 1_000_000));
        return new Rotary(base, HfRope.scaling(keys, global),
            local.number("rope_theta", keys.number("rope_local_base_freq", 10_000)));
    }

    @Override
    public void write(Architecture model, ObjectNode tree) {
        HfGemma2.write(model, "Gemma3ForCausalLM", tree);
        Rotary rotary = (Rotary) model.positions();
        HfRope.write(rotary, tree);
        tree.put("rope_local_base_freq", rotary.windowedBase());
    }

    @Override
    public String name(TensorRole role) {
        return HfGemma2.gemmaName(role);
    }
}
