package dev.longrun.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a tensor's values are stored. Types without a codec can be named, measured and copied, but neither unpacked nor
 * packed: whole numbers are no weights, eight-bit floats need scales that no format here binds to them, and the rest
 * of ggml's types is rare.
 */
public enum TensorType {
    F32(0, "F32", 1, 4, PlainCodec.F32),
    F16(1, "F16", 1, 2, PlainCodec.F16),
    BF16(30, "BF16", 1, 2, PlainCodec.BF16),
    Q8_0(8, "", 32, 34, new Q8Codec()),
    Q4_0(2, "", 32, 18, new LegacyCodec(4, false)),
    Q4_1(3, "", 32, 20, new LegacyCodec(4, true)),
    Q5_0(6, "", 32, 22, new LegacyCodec(5, false)),
    Q5_1(7, "", 32, 24, new LegacyCodec(5, true)),
    Q4_K(12, "", 256, 144, new K45Codec(4)),
    Q5_K(13, "", 256, 176, new K45Codec(5)),
    Q6_K(14, "", 256, 210, new Q6KCodec()),
    MXFP4(39, "", 32, 17, new Mxfp4Codec()),
    Q2_K(10, "", 256, 84),
    Q3_K(11, "", 256, 110),
    IQ4_NL(20, "", 32, 18),
    IQ4_XS(23, "", 256, 136),
    NVFP4(40, "", 64, 36),
    F64(28, "F64", 1, 8),
    I64(27, "I64", 1, 8),
    I32(26, "I32", 1, 4),
    I16(25, "I16", 1, 2),
    I8(24, "I8", 1, 1),
    U64(-1, "U64", 1, 8),
    U32(-1, "U32", 1, 4),
    U16(-1, "U16", 1, 2),
    U8(-1, "U8", 1, 1),
    BOOL(-1, "BOOL", 1, 1),
    F8_E4M3(-1, "F8_E4M3", 1, 1),
    F8_E5M2(-1, "F8_E5M2", 1, 1);

    private static final ValueLayout.OfFloat FLOAT =
        ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int CHUNK_BLOCKS = 1024;

    private final int id;
    private final String safetensors;
    private final int blockValues;
    private final int blockBytes;
    private final Optional<Codec> codec;

    TensorType(int id, String safetensors, int blockValues, int blockBytes, Codec... codec) {
        this.id = id;
        this.safetensors = safetensors;
        this.blockValues = blockValues;
        this.blockBytes = blockBytes;
        this.codec = Arrays.stream(codec).findFirst();
    }

    /** The type of GGUF's number; empty if it is not known here. */
    public static Optional<TensorType> ofGguf(long id) {
        return id < 0 ? Optional.empty() : Arrays.stream(values()).filter(type -> type.id == id).findFirst();
    }

    /** The type of a {@code dtype} of safetensors; empty if there is none. */
    public static Optional<TensorType> ofSafetensors(String name) {
        return name.isEmpty() ? Optional.empty()
            : Arrays.stream(values()).filter(type -> type.safetensors.equals(name)).findFirst();
    }

    /** GGUF's number of the type; empty where GGUF has none. */
    public Optional<Integer> ggufId() {
        return id < 0 ? Optional.empty() : Optional.of(id);
    }

    /** Whether safetensors can hold it. */
    public boolean inSafetensors() {
        return !safetensors.isEmpty();
    }

    /** Values that are packed together; the last axis is a multiple of it. */
    public int blockValues() {
        return blockValues;
    }

    /** Bytes of one block. */
    public int blockBytes() {
        return blockBytes;
    }

    /** Whether values are packed in blocks under a shared scale. */
    public boolean quantised() {
        return blockValues > 1;
    }

    /** Whether floats can be unpacked from it and packed into it. */
    public boolean usable() {
        return codec.isPresent();
    }

    /** Bytes of so many values, a multiple of a block. */
    public long bytes(long values) {
        return Math.multiplyExact(values / blockValues, (long) blockBytes);
    }

    /**
     * Unpacks {@code count} values.
     *
     * @param from the packed tensor
     * @param first the first value, a multiple of {@link #blockValues}
     * @param count a multiple of {@link #blockValues}
     * @throws WeightsException if the type has no codec
     */
    public void decode(MemorySegment from, long first, float[] into, int at, int count) {
        if (this == F32) {
            MemorySegment.copy(from, FLOAT, first * Float.BYTES, into, at, count);
            return;
        }
        Codec how = codec();
        byte[] chunk = new byte[Math.min(CHUNK_BLOCKS, count / blockValues) * blockBytes];
        int blocks = count / blockValues;
        for (int done = 0; done < blocks; done += CHUNK_BLOCKS) {
            int some = Math.min(CHUNK_BLOCKS, blocks - done);
            MemorySegment.copy(from, ValueLayout.JAVA_BYTE, (first / blockValues + done) * blockBytes, chunk, 0,
                some * blockBytes);
            for (int block = 0; block < some; block++) {
                how.decode(chunk, block * blockBytes, into, at + (done + block) * blockValues);
            }
        }
    }

    /**
     * Packs {@code count} values into {@code into} from byte {@code to} on.
     *
     * @param count a multiple of {@link #blockValues}
     * @throws WeightsException if the type has no codec
     */
    public void encode(float[] values, int from, int count, byte[] into, int to) {
        if (this == F32) {
            MemorySegment.copy(values, from, MemorySegment.ofArray(into), FLOAT, to, count);
            return;
        }
        Codec how = codec();
        for (int block = 0; block < count / blockValues; block++) {
            how.encode(values, from + block * blockValues, into, to + block * blockBytes);
        }
    }

    private Codec codec() {
        return codec.orElseThrow(() -> new WeightsException("values of type " + this + " cannot be used; of "
            + String.join(", ", Arrays.stream(values()).filter(TensorType::usable).map(Enum::name).toList())
            + " they can"));
    }
}
