package dev.longrun.model;

import dev.longrun.weights.Safetensors;
import dev.longrun.weights.TensorFile;

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

    /** This parameter as a file keeps it, its numbers taken from an array of the model's layout. */
    public Safetensors.Tensor stored(float[] values) {
        if (!transposed) {
            return new Safetensors.Tensor(name, shape, values, at, size);
        }
        float[] turned = new float[size];
        turn(values, at, shape[0], shape[1], turned, 0);
        return new Safetensors.Tensor(name, new int[] {shape[1], shape[0]}, turned, 0, size);
    }

    /**
     * Reads this parameter from a file that keeps it as {@link #stored} says.
     *
     * @param storedName its name there
     * @param values the array of the model's layout
     * @throws dev.longrun.weights.WeightsException if it is missing, or has another shape
     */
    public void read(TensorFile file, String storedName, float[] values) {
        if (!transposed) {
            file.read(storedName, shape, values, at);
            return;
        }
        float[] turned = new float[size];
        file.read(storedName, new int[] {shape[1], shape[0]}, turned, 0);
        turn(turned, 0, shape[1], shape[0], values, at);
    }

    private static void turn(float[] from, int fromAt, int rows, int columns, float[] to, int toAt) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                to[toAt + column * rows + row] = from[fromAt + row * columns + column];
            }
        }
    }

    /** The last axis: how many inputs a row of a matrix sums over. */
    int fanIn() {
        return shape[shape.length - 1];
    }
}
