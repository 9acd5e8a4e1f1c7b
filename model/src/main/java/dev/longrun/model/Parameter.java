package dev.longrun.model;

/**
 * One named tensor inside {@link Parameters}.
 *
 * @param name the Hugging Face name, such as {@code model.layers.0.self_attn.q_proj.weight}
 * @param role what it is for
 * @param layer its block, or -1
 * @param expert its expert, or -1
 * @param bias whether it is the bias of the matrix or norm of that role
 * @param shape row-major, for a matrix [out, in]
 * @param at its first element in {@link Parameters#values()}
 * @param size its elements
 * @param transposed whether its family's files keep it as [in, out]
 */
public record Parameter(String name, TensorRole role, int layer, int expert, boolean bias, int[] shape, int at,
    int size, boolean transposed) {

    /** Whether weight decay applies: not to 1-D tensors. */
    public boolean decayed() {
        return shape.length > 1;
    }

    /** Whether it is a matrix of a layer: not the embedding, not the head, not a router, not a gain or bias. */
    public boolean hiddenMatrix() {
        return !bias && role.hiddenMatrix();
    }

    /** The last axis: how many inputs a row of a matrix sums over. */
    int fanIn() {
        return shape[shape.length - 1];
    }
}
