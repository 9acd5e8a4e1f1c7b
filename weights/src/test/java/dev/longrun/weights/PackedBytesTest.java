package dev.longrun.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Packed and unpacked bytes are ggml's own, recorded by bench/peers/quantiser. */
class PackedBytesTest {

    @ParameterizedTest
    @CsvFileSource(resources = "packed.csv", numLinesToSkip = 1)
    void areTheReferences(String set, TensorType type, String packed, String unpacked) {
        float[] values = Values.of(set);
        byte[] bytes = new byte[(int) type.bytes(values.length)];
        type.encode(values, 0, values.length, bytes, 0);
        assertEquals(packed, hash(bytes), "packed");
        float[] back = new float[values.length];
        type.decode(MemorySegment.ofArray(bytes), 0, back, 0, back.length);
        ByteBuffer floats = ByteBuffer.allocate(Float.BYTES * back.length).order(ByteOrder.LITTLE_ENDIAN);
        floats.asFloatBuffer().put(back);
        assertEquals(unpacked, hash(floats.array()), "unpacked");
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash).substring(0, 32);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** Any part of a tensor, from any block on, is unpacked as in the whole. */
    @ParameterizedTest
    @EnumSource
    void aPartIsLikeTheWhole(TensorType type) {
        if (!type.usable()) {
            return;
        }
        float[] values = Values.of("normal");
        byte[] bytes = new byte[(int) type.bytes(values.length)];
        type.encode(values, 0, values.length, bytes, 0);
        float[] whole = new float[values.length];
        type.decode(MemorySegment.ofArray(bytes), 0, whole, 0, whole.length);
        float[] part = new float[768];
        type.decode(MemorySegment.ofArray(bytes), 512, part, 256, 512);
        byte[] alone = new byte[(int) type.bytes(512) + 3];
        type.encode(values, 512, 512, alone, 3);
        for (int i = 0; i < 512; i++) {
            assertEquals(whole[512 + i], part[256 + i]);
        }
        for (int i = 3; i < alone.length; i++) {
            assertEquals(bytes[(int) type.bytes(512) + i - 3], alone[i]);
        }
        assertTrue(part[0] == 0 && part[255] == 0);
    }
}
