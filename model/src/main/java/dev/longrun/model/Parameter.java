package dev.longrun.model;

import dev.longrun.weights.Safetensors;

/**
 * One named tensor inside {@link Parameters}.
 *
 * @param name the Hugging Face name, such as {@code model.layers.0.self_attn.q_proj.weight}
 * @param shape row-major, for a matrix [out, in]
 * @param at its first element in {@link Parameters#values()}
 * @param size its elements
 * @param decayed whether weight decay applies: not to 1-D tensors
 */
public record Parameter(String name, int[] shape, int at, int size, boolean decayed) {

    /** Whether it is a matrix of a layer: not the embedding, not the head, not a gain. */
    public boolean hiddenMatrix() {
        return shape.length == 2 && name.startsWith("model.layers.");
    }

    /** This parameter as a file keeps it, its numbers taken from an array of the model's layout. */
    public Safetensors.Tensor stored(float[] values) {
        return new Safetensors.Tensor(name, shape, values, at, size);
    }

    /** The last axis: how many inputs a row of a matrix sums over. */
    int fanIn() {
        return shape[shape.length - 1];
    }
}
