package dev.longrun.weights;

import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;

/**
 * Named tensors on disk, memory-mapped and checked: nothing that a file claims is used before it was held against the
 * file's size, and opening one takes no more memory than a small multiple of its header.
 */
public sealed interface TensorFile extends AutoCloseable permits GgufFile, SafetensorsFile, SafetensorsFolder {

    /** What messages call it. */
    String place();

    /** The tensors by name, in the file's order. */
    SequencedMap<String, StoredTensor> tensors();

    /** Ends the mapping; every tensor of this file becomes unusable. */
    @Override
    void close();

    /**
     * The tensor of a name.
     *
     * @throws WeightsException if there is none
     */
    default StoredTensor tensor(String name) {
        StoredTensor tensor = tensors().get(name);
        if (tensor == null) {
            throw new WeightsException(place() + ": no tensor " + name);
        }
        return tensor;
    }

    /**
     * Reads a whole tensor as floats.
     *
     * @param shape that it must have
     * @throws WeightsException if it is missing, has another shape, or a type that cannot be unpacked
     */
    default void read(String name, int[] shape, float[] into, int at) {
        StoredTensor tensor = tensor(name);
        List<Long> wanted = Arrays.stream(shape).asLongStream().boxed().toList();
        if (!tensor.shape().equals(wanted)) {
            throw new WeightsException(place() + ": " + name + " has shape " + tensor.shape() + ", expected " + wanted);
        }
        try {
            tensor.read(0, into, at, Math.toIntExact(tensor.values()));
        } catch (WeightsException e) {
            throw new WeightsException(place() + ": " + e.getMessage(), e);
        }
    }
}
