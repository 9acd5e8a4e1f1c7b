package dev.longrun.weights;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A tensor in an open file. Its bytes are the file's own, mapped: nothing is copied until values are asked for.
 *
 * @param name in the file
 * @param type how it is stored
 * @param shape slowest axis first, whatever the format
 * @param data packed values, row-major, valid while the file is open
 */
public record StoredTensor(String name, TensorType type, List<Long> shape, MemorySegment data) {

    /** Values in it. */
    public long values() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /**
     * Unpacks {@code count} values from the {@code first} on, both multiples of the type's block.
     *
     * @throws WeightsException if the type is none that can be unpacked
     */
    public void read(long first, float[] into, int at, int count) {
        try {
            type.decode(data, first, into, at, count);
        } catch (WeightsException e) {
            throw new WeightsException("tensor " + WeightsException.quoted(name) + ": " + e.getMessage(), e);
        }
    }

    /**
     * All values, in an array.
     *
     * @throws WeightsException if it is too large for one, or the type is none that can be unpacked
     */
    public float[] floats() {
        WeightsException.require(values() <= Integer.MAX_VALUE - 8, "tensor " + WeightsException.quoted(name) + ": "
            + values() + " values do not fit into one array");
        float[] floats = new float[(int) values()];
        read(0, floats, 0, floats.length);
        return floats;
    }

    /** The same bytes, to be written to another file. */
    public TensorSource source() {
        return new TensorSource(name, type, shape, channel -> {
            for (long done = 0; done < data.byteSize(); done += TensorSource.CHUNK) {
                long some = Math.min(TensorSource.CHUNK, data.byteSize() - done);
                TensorSource.writeFully(channel, data.asSlice(done, some).asByteBuffer());
            }
        });
    }
}
