package dev.longrun.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A published model made narrower or wider: what a preset says where a run file gives another width. Heads are as many
 * for each unit of width, no wider than 32 below a width of 256 and 64 below 2,048, with as many queries a key as
 * before; hidden widths keep their ratio to the width, rounded to multiples of 32; experts, activation, norms, windows
 * and base stay. Layers, vocabulary and context, which go with the size and the text, are left to be derived.
 */
final class ScaledPreset {

    private static final String MODEL = "model.";

    private ScaledPreset() {
    }

    /** The preset's values for a model of this width, and of so many heads if they are given. */
    static Map<String, Object> of(Map<String, Object> values, int width, Optional<Integer> given) {
        Map<String, Object> scaled = new LinkedHashMap<>(values);
        int was = (Integer) values.get(MODEL + "width");
        for (String free : new String[] {"width", "layers", "vocabulary", "context"}) {
            scaled.remove(MODEL + free);
        }
        int headsWere = (Integer) values.get(MODEL + "heads");
        int headWas = (Integer) values.get(MODEL + "head_width");
        int headWidth = Math.min(headWas, width < 256 ? 32 : width < 2048 ? 64 : 128);
        int heads = given.orElse(Math.max(1, Math.round((float) headsWere * headWas / was * width / headWidth)));
        int kvHeads = Math.max(1, Math.round(heads * (float) (Integer) values.get(MODEL + "kv_heads") / headsWere));
        while (heads % kvHeads != 0) {
            kvHeads--;
        }
        scaled.put(MODEL + "head_width", headWidth);
        scaled.put(MODEL + "heads", heads);
        scaled.put(MODEL + "kv_heads", kvHeads);
        for (String hidden : new String[] {"ffn_width", "expert_width"}) {
            scaled.computeIfPresent(MODEL + hidden, (key, value) ->
                Math.max(32, Math.round((float) (Integer) value * width / was / 32) * 32));
        }
        return scaled;
    }

    /** Whether a preset of the model has to be scaled to this width: one of latent attention cannot be. */
    static boolean fits(Map<String, Object> values, int width) {
        return values.containsKey(MODEL + "heads") && !values.containsKey(MODEL + "key_rank")
            && values.get(MODEL + "width") instanceof Integer was && was != width;
    }
}
