package dev.longrun.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/**
 * A tensor to be written: what the file's header says of it, and its bytes, made only when it is its turn, so that a
 * model larger than memory can be written.
 *
 * @param name unique in its file
 * @param type how it is stored
 * @param shape slowest axis first, as everywhere but inside GGUF
 * @param body gives the bytes
 */
public record TensorSource(String name, TensorType type, List<Long> shape, Body body) {

    /** Values that are packed at a time. */
    static final int CHUNK = 1 << 18;

    /** Gives a tensor's bytes, all of them, in order. */
    @FunctionalInterface
    public interface Body {

        /** Writes every byte of the tensor to {@code to}. */
        void write(WritableByteChannel to) throws IOException;
    }

    /** Checks the shape against the type; throws {@link WeightsException}. */
    public TensorSource {
        shape = List.copyOf(shape);
        long row = shape.isEmpty() ? 1 : shape.getLast();
        WeightsException.require(shape.stream().allMatch(axis -> axis >= 0) && row % type.blockValues() == 0,
            "tensor " + WeightsException.quoted(name) + ": shape " + shape + " cannot be " + type
                + ", which packs rows in blocks of " + type.blockValues());
    }

    /** {@code size} floats of {@code values} from {@code at}, packed as they are written. */
    public static TensorSource of(String name, TensorType type, List<Long> shape, float[] values, int at, int size) {
        return new TensorSource(name, type, shape, channel -> {
            byte[] packed = new byte[(int) type.bytes(Math.min(CHUNK, size))];
            for (int done = 0; done < size; done += CHUNK) {
                int count = Math.min(CHUNK, size - done);
                type.encode(values, at + done, count, packed, 0);
                writeFully(channel, ByteBuffer.wrap(packed, 0, (int) type.bytes(count)));
            }
        });
    }

    /** Values of the tensor. */
    public long values() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Bytes of the tensor. */
    public long bytes() {
        return type.bytes(values());
    }

    static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
