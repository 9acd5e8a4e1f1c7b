package dev.longrun.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.weights.Safetensors.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    @TempDir
    Path folder;

    @Test
    void readsBackWhatItWrote() {
        float[] values = new float[600_000];
        Random random = new Random(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        Path file = folder.resolve("räksmörgås 1.safetensors");
        // more than one buffer's worth, an empty tensor and a scalar
        Safetensors.write(file, new TreeMap<>(Map.of("format", "pt")),
            List.of(new Tensor("b", new int[] {1000, 599}, values, 1, 599_000),
                new Tensor("a ü", new int[] {}, values, 0, 1), new Tensor("none", new int[] {0, 3}, values, 5, 0)));
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            assertEquals(List.of("b", "a ü", "none"), List.copyOf(read.names()));
            assertEquals(Map.of("format", "pt"), read.metadata());
            assertEquals(List.of(1000L, 599L), read.tensor("b").shape());
            float[] found = new float[600_000];
            read.read("a ü", new int[] {}, found, 0);
            read.read("b", new int[] {1000, 599}, found, 1);
            read.read("none", new int[] {0, 3}, found, 0);
            assertArrayEquals(Arrays.copyOf(values, 599_001), Arrays.copyOf(found, 599_001));
            assertThrows(WeightsException.class, () -> read.read("b", new int[] {599, 1000}, found, 0));
            assertThrows(WeightsException.class, () -> read.read("c", new int[] {1}, found, 0));
        }
    }

    @Test
    void theBytesAreThoseOfTheFormat() throws IOException {
        Path file = folder.resolve("x.safetensors");
        Safetensors.write(file, new TreeMap<>(), List.of(new Tensor("w", new int[] {2}, new float[] {1, -2}, 0, 2)));
        String header = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        ByteBuffer wanted = ByteBuffer.allocate(8 + 56 + 8).order(ByteOrder.LITTLE_ENDIAN).putLong(56)
            .put(header.getBytes(StandardCharsets.UTF_8));
        while (wanted.position() < 64) {
            wanted.put((byte) ' ');
        }
        wanted.putFloat(1).putFloat(-2);
        assertArrayEquals(wanted.array(), Files.readAllBytes(file));
    }

    @Test
    void readsHalfWidths() throws IOException {
        Path file = written("{\"h\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"BF16\",\"shape\":[1,2],\"data_offsets\":[4,8]},"
            + "\"i\":{\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[8,9]}}",
            new byte[] {0x00, 0x3C, 0x01, (byte) 0x80, (byte) 0x80, 0x3F, 0x49, (byte) 0xC0, 7});
        try (SafetensorsFile read = SafetensorsFile.open(file)) {
            float[] found = new float[4];
            read.read("h", new int[] {2}, found, 0);
            read.read("b", new int[] {1, 2}, found, 2);
            assertArrayEquals(new float[] {1, -0x1p-24f, 1, -3.140625f}, found);
            assertThrows(WeightsException.class, () -> read.read("i", new int[] {1}, found, 0));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '!', textBlock = """
        []                                                                              | not a JSON object
        {"w":3}                                                                         | is not an object
        {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} x                        | not valid JSON
        {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}                           | not valid JSON
        {"w":{"dtype":"F99","shape":[2],"data_offsets":[0,8]}}                          | unknown dtype
        {"w":{"dtype":"F32","shape":[2]}}                                               | needs dtype
        {"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"x":1}}                    | unknown key
        {"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}                         | whole numbers of 0 or more
        {"w":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}                        | whole numbers of 0 or more
        {"w":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}       | not valid JSON
        {"w":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}      | is too large
        {"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}                          | takes 12 bytes
        {"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}                          | takes 8 bytes
        {"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}                          | 8 follow the header
        {"w":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}                         | the file is cut short
        {"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}                          | after a gap
        {"v":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | \
        inside the one before
        {"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | \
        Duplicate field
        {"__metadata__":{"format":1},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} | is no string
        """)
    void refusesInOneLine(String header, String message) throws IOException {
        Path file = written(header, new byte[8]);
        String found = assertThrows(WeightsException.class, () -> SafetensorsFile.open(file)).getMessage();
        assertTrue(found.contains(message), found);
        assertTrue(found.startsWith(file.toString()), found);
        assertEquals(1, found.lines().count(), found);
    }

    @Test
    void refusesImpossibleHeaderLengths() throws IOException {
        for (long length : new long[] {0, 1, 9, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            Path file = folder.resolve("length");
            Files.write(file, ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
            assertThrows(WeightsException.class, () -> SafetensorsFile.open(file));
        }
        Files.write(folder.resolve("empty"), new byte[0]);
        assertThrows(WeightsException.class, () -> SafetensorsFile.open(folder.resolve("empty")));
        assertThrows(WeightsException.class, () -> SafetensorsFile.open(folder.resolve("missing")));
        assertThrows(WeightsException.class, () -> SafetensorsFile.open(folder));
    }

    private Path written(String header, byte[] data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("hand.safetensors");
        Files.write(file, ByteBuffer.allocate(8 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length).put(text).put(data).array());
        return file;
    }
}
