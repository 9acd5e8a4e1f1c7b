package dev.longrun.weights;

import static dev.longrun.weights.WeightsException.quoted;
import static dev.longrun.weights.WeightsException.require;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes GGUF version 3 (ggml-org/ggml, docs/gguf.md): magic, version, counts, metadata, a line for each tensor with
 * its axes fastest first, then the tensors, each at a multiple of the alignment. Reading: {@link GgufFile}.
 */
public final class Gguf {

    static final int MAGIC = 0x46554747; // "GGUF"
    static final int VERSION = 3;
    static final String ALIGNMENT = "general.alignment";
    static final int USUAL_ALIGNMENT = 32;
    /** ggml keeps names of up to 63 bytes and a NUL. */
    static final int MOST_NAME_BYTES = 63;
    static final int MOST_AXES = 4;

    private Gguf() {
    }

    /**
     * Writes the file whole or not at all: under a temporary name, synced, renamed. Same input, same bytes.
     *
     * @param metadata written in its order; {@code general.alignment} is heeded
     * @throws WeightsException if a tensor cannot stand in GGUF, or the file cannot be written
     */
    public static void write(Path file, Map<String, GgufValue> metadata, List<TensorSource> tensors) {
        long alignment = alignment(metadata);
        byte[] header = header(metadata, tensors, alignment);
        try (NewFile out = new NewFile(file)) {
            out.write(ByteBuffer.wrap(header));
            for (TensorSource tensor : tensors) {
                out.pad(alignment);
                long before = out.written();
                tensor.body().write(out);
                require(out.written() - before == tensor.bytes(), "tensor " + quoted(tensor.name()) + ": "
                    + (out.written() - before) + " bytes were given, its header says " + tensor.bytes());
            }
            out.pad(alignment);
            out.commit();
        } catch (IOException e) {
            throw new WeightsException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** Bytes of everything before the first tensor. */
    private static byte[] header(Map<String, GgufValue> metadata, List<TensorSource> tensors, long alignment) {
        Bytes bytes = new Bytes();
        bytes.u32(MAGIC);
        bytes.u32(VERSION);
        bytes.u64(tensors.size());
        bytes.u64(metadata.size());
        metadata.forEach((key, value) -> {
            bytes.text(key);
            bytes.u32(value.type().ordinal());
            bytes.value(value);
        });
        Set<String> names = new HashSet<>();
        long offset = 0;
        for (TensorSource tensor : tensors) {
            check(tensor, names.add(tensor.name()));
            bytes.text(tensor.name());
            bytes.u32(tensor.shape().size());
            tensor.shape().reversed().forEach(bytes::u64);
            bytes.u32(tensor.type().ggufId().orElseThrow());
            bytes.u64(offset);
            offset = padded(offset + tensor.bytes(), alignment);
        }
        return bytes.out.toByteArray();
    }

    private static void check(TensorSource tensor, boolean first) {
        String name = "tensor " + quoted(tensor.name()) + ": ";
        require(first, name + "there are two of that name");
        require(tensor.name().getBytes(StandardCharsets.UTF_8).length <= MOST_NAME_BYTES,
            name + "GGUF holds names of at most " + MOST_NAME_BYTES + " bytes");
        require(tensor.shape().size() <= MOST_AXES, name + "has " + tensor.shape().size()
            + " axes; GGUF holds at most " + MOST_AXES);
        require(tensor.type().ggufId().isPresent(), name + "GGUF has no type " + tensor.type());
    }

    static long alignment(Map<String, GgufValue> metadata) {
        if (!metadata.containsKey(ALIGNMENT)) {
            return USUAL_ALIGNMENT;
        }
        long given = metadata.get(ALIGNMENT) instanceof GgufValue.Whole whole ? whole.value() : 0;
        require(Long.bitCount(given) == 1 && given >= 8 && given <= 1 << 24, ALIGNMENT + " is " + given
            + "; expected a power of two from 8 to 16777216");
        return given;
    }

    static long padded(long bytes, long alignment) {
        return Math.addExact(bytes, alignment - 1) / alignment * alignment;
    }

    /** Little-endian numbers, and strings behind their length. */
    private static final class Bytes {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        private void u32(int value) {
            out.writeBytes(little(Integer.BYTES).putInt(value).array());
        }

        private void u64(long value) {
            out.writeBytes(little(Long.BYTES).putLong(value).array());
        }

        private void text(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            u64(bytes.length);
            out.writeBytes(bytes);
        }

        private void value(GgufValue value) {
            switch (value) {
                case GgufValue.Whole whole -> {
                    byte[] bytes = little(Long.BYTES).putLong(whole.value()).array();
                    out.write(bytes, 0, whole.type().bytes());
                }
                case GgufValue.Real real when real.type() == GgufType.F32 ->
                    u32(Float.floatToRawIntBits((float) real.value()));
                case GgufValue.Real real -> u64(Double.doubleToRawLongBits(real.value()));
                case GgufValue.Flag flag -> out.write(flag.value() ? 1 : 0);
                case GgufValue.Text text -> text(text.value());
                case GgufValue.Array array -> {
                    u32(array.elements().ordinal());
                    u64(array.length());
                    out.writeBytes(array.bytes().toArray(ValueLayout.JAVA_BYTE));
                }
            }
        }

        private static ByteBuffer little(int bytes) {
            return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
