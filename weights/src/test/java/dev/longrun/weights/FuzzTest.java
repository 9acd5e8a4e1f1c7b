package dev.longrun.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small whole files with random damage: each is read, or refused in one line; nothing else may happen. */
class FuzzTest {

    @TempDir
    Path folder;

    private int refused;
    private int read;

    @Test
    void damageIsRefusedOrHarmless() throws IOException {
        damage(1, 1.5);
    }

    @Test
    @Tag("nightly")
    void damageIsRefusedOrHarmlessForLong() throws IOException {
        damage(System.nanoTime(), 120);
    }

    private void damage(long seed, double seconds) throws IOException {
        float[] values = Values.of("normal");
        List<TensorSource> tensors = List.of(TensorSource.of("a", TensorType.F32, List.of(2L, 32L), values, 300, 64),
            TensorSource.of("b", TensorType.F16, List.of(96L), values, 400, 96),
            TensorSource.of("empty", TensorType.F32, List.of(0L), values, 0, 0));
        Safetensors.writeWhole(folder.resolve("x.safetensors"), new TreeMap<>(Map.of("k", "v")), tensors);
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        metadata.put("general.architecture", GgufValue.of("llama"));
        metadata.put("texts", GgufValue.ofTexts(List.of("one", "", "three")));
        metadata.put("numbers", GgufValue.ofFloats(List.of(1.0, 2.0)));
        metadata.put("flag", GgufValue.of(true));
        Gguf.write(folder.resolve("x.gguf"), metadata, tensors);
        Random random = new Random(seed);
        byte[] safetensors = Files.readAllBytes(folder.resolve("x.safetensors"));
        byte[] gguf = Files.readAllBytes(folder.resolve("x.gguf"));
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (System.nanoTime() < end || refused < 100) {
            open(folder.resolve("bad.safetensors"), mutated(safetensors, random), seed);
            open(folder.resolve("bad.gguf"), mutated(gguf, random), seed);
        }
        assertTrue(read > 0, refused + " refused, none read");
    }

    private static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = random.nextInt(5) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
        for (int times = random.nextInt(4); times >= 0 && bytes.length > 9; times--) {
            int at = random.nextInt(Math.min(bytes.length, 420));
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + 8), (byte) -random.nextInt(2));
                default -> System.arraycopy(whole, random.nextInt(whole.length - 8), bytes,
                    random.nextInt(bytes.length - 8), 8);
            }
        }
        return bytes;
    }

    private void open(Path file, byte[] bytes, long seed) throws IOException {
        Files.write(file, bytes);
        String shown = "seed " + seed + ", after " + refused + " and " + read + ": " + file.getFileName();
        try (TensorFile opened = file.toString().endsWith(".gguf") ? GgufFile.open(file) : SafetensorsFile.open(file)) {
            for (StoredTensor tensor : opened.tensors().values()) {
                assertTrue(tensor.data().byteSize() <= bytes.length, shown);
                if (tensor.type().usable()) {
                    tensor.floats();
                }
            }
            if (opened instanceof GgufFile gguf) {
                gguf.metadata().values().forEach(value -> {
                    if (value instanceof GgufValue.Array array) {
                        array.texts();
                        array.numbers();
                    }
                });
            }
            read++;
        } catch (WeightsException e) {
            refused++;
            assertEquals(1, e.getMessage().lines().count(), shown + ": " + e.getMessage());
            assertTrue(e.getMessage().length() < 1000, shown + ": " + e.getMessage());
        }
    }
}
