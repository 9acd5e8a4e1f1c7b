package dev.longrun.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longrun.model.Architecture.Rotary;
import dev.longrun.weights.WeightsException;

/**
 * The rotary embedding in {@code config.json}: {@code rope_theta} with {@code rope_scaling}, or as newer files say,
 * {@code rope_parameters} with both.
 */
final class HfRope {

    private HfRope() {
    }

    static Rotary read(HfKeys keys) {
        HfKeys newer = keys.inside("rope_parameters");
        double base = newer.number("rope_theta", keys.number("rope_theta", 10_000));
        HfKeys scaling = keys.inside("rope_scaling");
        return new Rotary(base, scaling(keys, typed(scaling) ? scaling : newer), 0);
    }

    private static boolean typed(HfKeys keys) {
        return keys.has("rope_type") || keys.has("type");
    }

    /** The scaling that {@code scaling} says, {@code keys} being the whole file's. */
    static RopeScaling scaling(HfKeys keys, HfKeys scaling) {
        if (!typed(scaling)) {
            return new RopeScaling.None();
        }
        String key = scaling.has("rope_type") ? "rope_type" : "type";
        return switch (scaling.text(key)) {
            case "default" -> new RopeScaling.None();
            case "linear" -> new RopeScaling.Linear(scaling.number("factor"));
            case "llama3" -> new RopeScaling.Llama3(scaling.number("factor"), scaling.number("low_freq_factor", 1),
                scaling.number("high_freq_factor", 4), scaling.integer("original_max_position_embeddings", 8192));
            case "yarn" -> yarn(keys, scaling);
            default -> throw scaling.problem(key, "is " + WeightsException.quoted(scaling.text(key))
                + "; known are default, linear, llama3 and yarn");
        };
    }

    private static RopeScaling.Yarn yarn(HfKeys keys, HfKeys scaling) {
        double factor = scaling.number("factor");
        return new RopeScaling.Yarn(factor, scaling.integer("original_max_position_embeddings",
            keys.integer("max_position_embeddings")), scaling.number("beta_fast", 32), scaling.number("beta_slow", 1),
            scaling.number("extrapolation_factor", 1),
            scaling.number("attention_factor", RopeScaling.Yarn.paperMagnitude(factor)));
    }

    /** Both keys of the older form, which old and new programs read. */
    static void write(Rotary rotary, ObjectNode tree) {
        tree.put("rope_theta", rotary.base());
        write(rotary.scaling(), tree);
    }

    private static void write(RopeScaling scaling, ObjectNode tree) {
        switch (scaling) {
            case RopeScaling.None _ -> {
            }
            case RopeScaling.Linear linear -> tree.putObject("rope_scaling").put("rope_type", "linear")
                .put("factor", linear.factor());
            case RopeScaling.Llama3 llama -> tree.putObject("rope_scaling").put("rope_type", "llama3")
                .put("factor", llama.factor()).put("low_freq_factor", llama.low())
                .put("high_freq_factor", llama.high())
                .put("original_max_position_embeddings", llama.originalContext());
            case RopeScaling.Yarn yarn -> tree.putObject("rope_scaling").put("rope_type", "yarn")
                .put("factor", yarn.factor()).put("original_max_position_embeddings", yarn.originalContext())
                .put("beta_fast", yarn.betaFast()).put("beta_slow", yarn.betaSlow())
                .put("extrapolation_factor", yarn.extrapolation()).put("attention_factor", yarn.magnitude());
        }
    }
}
