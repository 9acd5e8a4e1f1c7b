package dev.longrun.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufTest {

    @TempDir
    Path folder;

    private static Map<String, GgufValue> everyKind() {
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        metadata.put("general.architecture", GgufValue.of("llama"));
        metadata.put("u8", new GgufValue.Whole(GgufType.U8, 255));
        metadata.put("i8", new GgufValue.Whole(GgufType.I8, -128));
        metadata.put("u16", new GgufValue.Whole(GgufType.U16, 65_535));
        metadata.put("i16", new GgufValue.Whole(GgufType.I16, -2));
        metadata.put("u32", GgufValue.of(4_000_000_000L));
        metadata.put("i32", new GgufValue.Whole(GgufType.I32, -3));
        metadata.put("u64", new GgufValue.Whole(GgufType.U64, -1));
        metadata.put("i64", new GgufValue.Whole(GgufType.I64, Long.MIN_VALUE));
        metadata.put("f32", GgufValue.of(1e-5f));
        metadata.put("f64", new GgufValue.Real(GgufType.F64, Math.PI));
        metadata.put("bool", GgufValue.of(true));
        metadata.put("text", GgufValue.of("räksmörgås \0 ▁"));
        return metadata;
    }

    @Test
    void readsBackEveryKindOfValue() {
        Path file = folder.resolve("kinds.gguf");
        Map<String, GgufValue> metadata = everyKind();
        metadata.put("texts", GgufValue.ofTexts(List.of("", "a", "▁b")));
        metadata.put("floats", GgufValue.ofFloats(List.of(0.5, -1e10)));
        metadata.put("wholes", GgufValue.ofWholes(List.of(1L, -1L)));
        metadata.put("flags", GgufValue.ofFlags(List.of(true, false)));
        Gguf.write(file, metadata, List.of());
        try (GgufFile read = GgufFile.open(file)) {
            everyKind().forEach((key, value) -> assertEquals(value, read.metadata().get(key)));
            assertEquals(List.copyOf(metadata.keySet()), List.copyOf(read.metadata().keySet()));
            assertEquals(List.of("", "a", "▁b"), ((GgufValue.Array) read.metadata().get("texts")).texts());
            assertArrayEquals(new double[] {0.5, -1e10f}, numbers(read, "floats"));
            assertArrayEquals(new double[] {1, -1}, numbers(read, "wholes"));
            assertArrayEquals(new double[] {1, 0}, numbers(read, "flags"));
        }
    }

    private static double[] numbers(GgufFile read, String key) {
        return ((GgufValue.Array) read.metadata().get(key)).numbers();
    }

    @Test
    void tensorsComeBackWithTheirAxesTurnedRound() {
        float[] values = new float[6 * 64];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 127;
        }
        Path file = folder.resolve("t.gguf");
        Gguf.write(file, everyKind(), List.of(
            TensorSource.of("odd", TensorType.F32, List.of(3L), values, 1, 3),
            TensorSource.of("w", TensorType.F16, List.of(2L, 3L, 64L), values, 0, values.length),
            TensorSource.of("q", TensorType.Q8_0, List.of(6L, 64L), values, 0, values.length),
            TensorSource.of("none", TensorType.F32, List.of(0L), values, 0, 0)));
        try (GgufFile read = GgufFile.open(file)) {
            assertEquals(List.of("odd", "w", "q", "none"), List.copyOf(read.tensors().keySet()));
            assertEquals(List.of(2L, 3L, 64L), read.tensor("w").shape());
            assertArrayEquals(new float[] {1, 2, 3}, read.tensor("odd").floats());
            assertArrayEquals(values, read.tensor("w").floats());
            float[] found = read.tensor("q").floats();
            for (int i = 0; i < found.length; i++) {
                assertEquals(values[i], found[i], 0.5, "half of the largest scale, 126 / 127");
            }
            float[] last = new float[32];
            read.tensor("q").read(5 * 64 + 32, last, 0, 32);
            assertEquals(found[383], last[31]);
            assertEquals(0, read.tensor("none").floats().length);
        }
    }

    /** The bytes of the smallest file, by hand from the format's description. */
    @Test
    void theBytesAreThoseOfTheFormat() throws IOException {
        Path file = folder.resolve("bytes.gguf");
        Gguf.write(file, Map.of("k", GgufValue.of(7)), List.of(TensorSource.of("w", TensorType.F32, List.of(2L, 1L),
            new float[] {1, -2}, 0, 2)));
        ByteBuffer wanted = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN)
            .put("GGUF".getBytes()).putInt(3).putLong(1).putLong(1)
            .putLong(1).put((byte) 'k').putInt(4).putInt(7)
            .putLong(1).put((byte) 'w').putInt(2).putLong(1).putLong(2).putInt(0).putLong(0);
        wanted.position(96).putFloat(1).putFloat(-2);
        assertArrayEquals(wanted.array(), Files.readAllBytes(file));
    }

    @Test
    void aFailureLeavesNothing() throws IOException {
        Path file = folder.resolve("short.gguf");
        TensorSource liar = new TensorSource("w", TensorType.F32, List.of(2L), channel -> { });
        assertMessage(() -> Gguf.write(file, Map.of(), List.of(liar)), "0 bytes were given, its header says 8");
        assertMessage(() -> Gguf.write(file, Map.of(), List.of(liar, liar)), "there are two of that name");
        assertMessage(() -> new TensorSource("w", TensorType.Q8_0, List.of(2L, 31L), channel -> { }),
            "cannot be Q8_0, which packs rows in blocks of 32");
        try (var left = Files.list(folder)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void brokenHeadersAreRefusedInOneLine() throws IOException {
        refused("not a GGUF file", bytes -> bytes.put(0, (byte) 'g'));
        refused("big-endian", bytes -> bytes.putInt(4, Integer.reverseBytes(3)));
        refused("GGUF version 1", bytes -> bytes.putInt(4, 1));
        refused("18446744073709551615 tensors cannot stand", bytes -> bytes.putLong(8, -1));
        refused("1000 keys cannot stand", bytes -> bytes.putLong(16, 1000));
        refused("a string of 9223372036854775807", bytes -> bytes.putLong(24, Long.MAX_VALUE));
        refused("a value of type 13", bytes -> bytes.putInt(33, 13));
        refused("a list of BOOL of 1099511627776", bytes -> bytes.putInt(33, 9).putLong(41, 1L << 40));
        refused("5 axes", bytes -> bytes.putInt(50, 5));
        refused("makes it too large", bytes -> bytes.putLong(54, Long.MAX_VALUE));
        refused("makes it too large", bytes -> bytes.putLong(62, -1));
        refused("cut short", bytes -> bytes.putLong(54, 1000));
        refused("type 4 is not known", bytes -> bytes.putInt(70, 4));
        refused("rows of 1 values cannot be Q2_K", bytes -> bytes.putInt(70, 10));
        refused("no multiple of the alignment 32", bytes -> bytes.putLong(74, 8));
        refused("cut short", bytes -> bytes.putLong(74, 32));
    }

    private void refused(String message, Consumer<ByteBuffer> damage) throws IOException {
        Path file = folder.resolve("broken.gguf");
        Gguf.write(file, Map.of("k", GgufValue.of(7)), List.of(TensorSource.of("w", TensorType.F32, List.of(2L, 1L),
            new float[] {1, -2}, 0, 2)));
        byte[] bytes = Files.readAllBytes(file);
        damage.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        Files.write(file, bytes);
        assertMessage(() -> GgufFile.open(file), message);
    }

    private static void assertMessage(Runnable call, String part) {
        String message = assertThrows(WeightsException.class, call::run).getMessage();
        assertTrue(message.contains(part), message);
        assertEquals(1, message.lines().count(), message);
    }
}
