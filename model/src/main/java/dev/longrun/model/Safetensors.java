package dev.longrun.model;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * Writes the safetensors format (huggingface/safetensors): header length as u64, JSON header padded to 8 with spaces,
 * then the tensors one after another, little-endian. Reading: {@link SafetensorsFile}.
 */
public final class Safetensors {

    private static final int BUFFER_BYTES = 1 << 20;

    private Safetensors() {
    }

    /**
     * A float tensor to write: {@code size} elements of {@code values} from {@code at}.
     *
     * @param name unique in its file
     * @param shape whose product is {@code size}
     * @param values the array that holds it
     * @param at its first element
     * @param size its elements
     */
    public record Tensor(String name, int[] shape, float[] values, int at, int size) {

        /** Checks the place and the shape; throws {@link ModelException}. */
        public Tensor {
            long elements = 1;
            for (int axis : shape) {
                elements = Math.multiplyExact(elements, (long) axis);
            }
            if (elements != size || at < 0 || size < 0 || size > values.length - at) {
                throw new ModelException("tensor " + name + ": " + elements + " elements by its shape, " + size
                    + " from " + at + " in an array of " + values.length);
            }
        }

        /** A tensor of {@code parameters}, with the numbers of an array of the same layout. */
        public static Tensor of(Parameter parameter, float[] values) {
            return new Tensor(parameter.name(), parameter.shape(), values, parameter.at(), parameter.size());
        }
    }

    /**
     * Writes the tensors as F32 in the order given. The same input gives the same bytes. They are with the system when
     * this returns; to have them on the disk, sync the file.
     *
     * @param file written in place: a temporary name and the rename are the caller's
     * @param metadata for the header's {@code __metadata__}, such as {@code format: pt}
     * @throws ModelException if a name comes twice, or the file cannot be written (the disk is full)
     */
    public static void write(Path file, SortedMap<String, String> metadata, List<Tensor> tensors) {
        if (tensors.stream().map(Tensor::name).distinct().count() != tensors.size()) {
            throw new ModelException(file + ": two tensors of one name");
        }
        try (FileChannel channel = FileChannel.open(file, CREATE, WRITE, TRUNCATE_EXISTING)) {
            byte[] header = header(metadata, tensors);
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            buffer.putLong(header.length);
            drain(buffer, channel);
            ByteBuffer wrapped = ByteBuffer.wrap(header);
            while (wrapped.hasRemaining()) {
                channel.write(wrapped);
            }
            for (Tensor tensor : tensors) {
                write(tensor, buffer, channel);
            }
        } catch (IOException e) {
            throw new ModelException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static void write(Tensor tensor, ByteBuffer buffer, FileChannel channel) throws IOException {
        int done = 0;
        while (done < tensor.size()) {
            int count = Math.min(BUFFER_BYTES / Float.BYTES, tensor.size() - done);
            buffer.asFloatBuffer().put(tensor.values(), tensor.at() + done, count);
            buffer.position(count * Float.BYTES);
            drain(buffer, channel);
            done += count;
        }
    }

    private static void drain(ByteBuffer buffer, FileChannel channel) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    private static byte[] header(SortedMap<String, String> metadata, List<Tensor> tensors) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(SafetensorsHeader.METADATA);
                for (var entry : metadata.entrySet()) {
                    json.writeStringField(entry.getKey(), entry.getValue());
                }
                json.writeEndObject();
            }
            long begin = 0;
            for (Tensor tensor : tensors) {
                long end = begin + (long) Float.BYTES * tensor.size();
                json.writeObjectFieldStart(tensor.name());
                json.writeStringField("dtype", "F32");
                json.writeFieldName("shape");
                json.writeArray(tensor.shape(), 0, tensor.shape().length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {begin, end}, 0, 2);
                json.writeEndObject();
                begin = end;
            }
            json.writeEndObject();
        }
        while (bytes.size() % 8 != 0) {
            bytes.write(' ');
        }
        return bytes.toByteArray();
    }
}
