package dev.longrun.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longrun.weights.WeightsException;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Which layers look back a window only: {@code layer_types}, or a rule of the family where a file leaves them out. */
final class HfWindows {

    private static final String FULL = "full_attention";
    private static final String WINDOWED = "sliding_attention";

    private HfWindows() {
    }

    /** Every layer sees everything. */
    static List<Integer> none(int layers) {
        return Collections.nCopies(Math.max(0, layers), 0);
    }

    /** {@code window} in the layers that {@code layer_types} names, or else in those that {@code windowed} says. */
    static List<Integer> read(HfKeys keys, int window, IntPredicate windowed) {
        int layers = keys.integer("num_hidden_layers");
        List<String> types = keys.texts("layer_types");
        if (types.isEmpty()) {
            return IntStream.range(0, layers).mapToObj(layer -> windowed.test(layer) ? window : 0).toList();
        }
        return types.stream().map(type -> switch (type) {
            case FULL -> 0;
            case WINDOWED -> window;
            default -> throw keys.problem("layer_types", "has " + WeightsException.quoted(type) + "; known are "
                + FULL + " and " + WINDOWED);
        }).toList();
    }

    /** {@code sliding_window} and {@code layer_types}. */
    static void write(Architecture model, ObjectNode tree) {
        int widest = model.windows().stream().max(Integer::compare).orElse(0);
        ArrayNode types = tree.putArray("layer_types");
        for (int window : model.windows()) {
            if (window != 0 && window != widest) {
                throw new ModelException("model: windows of " + window + " and " + widest
                    + " tokens; config.json has one for all layers");
            }
            types.add(window == 0 ? FULL : WINDOWED);
        }
        if (widest > 0) {
            tree.put("sliding_window", widest);
        } else {
            tree.putNull("sliding_window");
        }
    }

    static boolean any(Architecture model) {
        return model.windows().stream().anyMatch(window -> window != 0);
    }
}
