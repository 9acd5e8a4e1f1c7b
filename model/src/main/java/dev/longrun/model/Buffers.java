package dev.longrun.model;

import dev.longrun.tensor.PackedMatrix;

/** Allocates the buffers of a pass once, and counts them, so that the pass can say exactly what it holds. */
final class Buffers {

    private long bytes;

    float[] floats(long rows, long width) {
        long size = Math.multiplyExact(rows, width);
        if (size > Integer.MAX_VALUE - 8L) {
            throw new ModelException("model: a buffer of " + rows + " x " + width + " floats is more than one array"
                + " holds; use fewer sequences in a micro-batch or a shorter context");
        }
        bytes += Float.BYTES * size;
        return new float[(int) size];
    }

    int[] ints(long rows, long width) {
        long size = Math.multiplyExact(rows, width);
        if (size > Integer.MAX_VALUE - 8L) {
            throw new ModelException("model: a table of " + rows + " x " + width + " is more than one array holds");
        }
        bytes += Integer.BYTES * size;
        return new int[(int) size];
    }

    PackedMatrix packed(int k, int n) {
        long size = PackedMatrix.floats(k, n);
        if (size > Integer.MAX_VALUE - 8L) {
            throw new ModelException("model: a packed matrix of " + k + " x " + n + " is more than one array holds");
        }
        bytes += Float.BYTES * size;
        return new PackedMatrix(k, n);
    }

    long bytes() {
        return bytes;
    }
}
