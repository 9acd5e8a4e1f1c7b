package dev.longrun.weights;

import static dev.longrun.weights.WeightsException.quoted;
import static dev.longrun.weights.WeightsException.require;
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
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/**
 * Writes the safetensors format (huggingface/safetensors): header length as u64, JSON header padded to 8 with spaces,
 * then the tensors one after another, little-endian. Reading: {@link SafetensorsFile}.
 */
public final class Safetensors {

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

        /** Checks the place and the shape; throws {@link WeightsException}. */
        public Tensor {
            long elements = 1;
            for (int axis : shape) {
                elements = Math.multiplyExact(elements, (long) axis);
            }
            if (elements != size || at < 0 || size < 0 || size > values.length - at) {
                throw new WeightsException("tensor " + name + ": " + elements + " elements by its shape, " + size
                    + " from " + at + " in an array of " + values.length);
            }
        }

        private TensorSource source() {
            return TensorSource.of(name, TensorType.F32, Arrays.stream(shape).asLongStream().boxed().toList(), values,
                at, size);
        }
    }

    /**
     * Writes the tensors as F32 in the order given. The same input gives the same bytes. They are with the system when
     * this returns; to have them on the disk, sync the file.
     *
     * @param file written in place: a temporary name and the rename are the caller's
     * @param metadata for the header's {@code __metadata__}, such as {@code format: pt}
     * @throws WeightsException if a name comes twice, or the file cannot be written (the disk is full)
     */
    public static void write(Path file, SortedMap<String, String> metadata, List<Tensor> tensors) {
        try (FileChannel channel = FileChannel.open(file, CREATE, WRITE, TRUNCATE_EXISTING)) {
            write(channel, metadata, tensors.stream().map(Tensor::source).toList());
        } catch (IOException e) {
            throw new WeightsException(file + ": cannot be written: " + e.getMessage(), e);
        } catch (WeightsException e) {
            throw new WeightsException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Writes tensors of any type that the format has, whole or not at all: under a temporary name, synced, renamed.
     *
     * @throws WeightsException if a tensor cannot stand in safetensors, or the file cannot be written
     */
    public static void writeWhole(Path file, SortedMap<String, String> metadata, List<TensorSource> tensors) {
        try (NewFile out = new NewFile(file)) {
            write(out, metadata, tensors);
            out.commit();
        } catch (IOException e) {
            throw new WeightsException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static void write(WritableByteChannel to, SortedMap<String, String> metadata, List<TensorSource> tensors)
        throws IOException {
        require(tensors.stream().map(TensorSource::name).distinct().count() == tensors.size(),
            "two tensors of one name");
        byte[] header = header(metadata, tensors);
        TensorSource.writeFully(to, ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length).flip());
        TensorSource.writeFully(to, ByteBuffer.wrap(header));
        for (TensorSource tensor : tensors) {
            require(tensor.type().inSafetensors(), "tensor " + quoted(tensor.name()) + ": safetensors has no type "
                + tensor.type());
            tensor.body().write(to);
        }
    }

    private static byte[] header(SortedMap<String, String> metadata, List<TensorSource> tensors) throws IOException {
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
            for (TensorSource tensor : tensors) {
                long end = begin + tensor.bytes();
                json.writeObjectFieldStart(tensor.name());
                json.writeStringField("dtype", tensor.type().name());
                json.writeFieldName("shape");
                json.writeArray(tensor.shape().stream().mapToLong(Long::longValue).toArray(), 0, tensor.shape().size());
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
