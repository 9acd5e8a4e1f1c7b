package dev.longrun.engine;

import dev.longrun.model.Architecture;
import dev.longrun.model.TensorRole;
import dev.longrun.weights.TensorType;
import java.lang.foreign.MemorySegment;

/** An open model's files: its shape, and where its numbers lie. */
interface OpenModel extends AutoCloseable {

    /**
     * A matrix in a file.
     *
     * @param type how it is stored
     * @param rows of the matrix
     * @param columns of the matrix
     * @param order of its rows in the file
     * @param data rows as the file has them
     */
    record Matrix(TensorType type, int rows, int columns, RowOrder order, MemorySegment data) {
    }

    /** What it computes. */
    Architecture architecture();

    /**
     * The matrix of a role.
     *
     * @param layer -1 for one of the whole model
     * @param expert -1 for one that is no expert's
     */
    Matrix matrix(TensorRole role, int layer, int expert);

    /** Whether queries, keys and values are one matrix. */
    boolean fused();

    /** The gain of a norm, ready to multiply, or the bias of a norm or matrix; no bias is empty. */
    float[] vector(TensorRole role, int layer, boolean bias);

    /** Ends the mapping. */
    @Override
    void close();
}
