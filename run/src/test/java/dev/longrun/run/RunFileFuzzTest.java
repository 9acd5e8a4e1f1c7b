package dev.longrun.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to a good file, it is read or refused with lines, and nothing else happens. */
class RunFileFuzzTest {

    private static final List<String> PIECES = List.of("{", "}", "[", "]", ": ", "\n  ", "\n", "- ", "&a ", "*a",
        "!!map ", "\"", "'", "|\n", ">", "? ", "#", "%", "\t", "---", "...", "9e99", "-1", "null", "~", "$",
        "min", "<<: ", "@",
        "\ud83d\ude00", "\u0000", "\\ud800", "2024-99-99", "model: ", "1e-999", "width", "!", ",");

    @Test
    void nothingButAProblemIsThrown(@TempDir Path folder) throws IOException {
        fuzz(folder, 2026, 3);
    }

    @Test
    @Tag("nightly")
    void nothingButAProblemIsThrownForLong(@TempDir Path folder) throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        fuzz(folder, seed, 60);
    }

    private static void fuzz(Path folder, long seed, int seconds) throws IOException {
        Random random = new Random(seed);
        Path file = folder.resolve("fuzz.yaml");
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        int refused = 0;
        int rounds = 0;
        while (System.nanoTime() < end) {
            byte[] bytes = mutated(RunYaml.write(Samples.run(random), List.of()), random);
            try {
                if (rounds++ % 10 == 0) {
                    Files.write(file, bytes);
                    RunFile.read(file, List.of());
                } else {
                    String text = new String(bytes, StandardCharsets.UTF_8);
                    int cut = random.nextInt(text.length());
                    RunFile.of(text, "fuzz.yaml", random.nextInt(4) > 0 ? List.of()
                        : List.of(text.substring(cut, Math.min(text.length(), cut + 40))));
                }
            } catch (RunFileException e) {
                refused++;
                assertFalse(e.getMessage().isBlank());
                assertTrue(e.getMessage().lines().allMatch(
                    line -> line.contains("fuzz.yaml") || line.startsWith("--set")), e.getMessage());
                assertTrue(e.getMessage().codePoints().noneMatch(
                    point -> point < ' ' && point != '\n'), e.getMessage());
            }
        }
        assertTrue(refused > rounds / 10 && refused < rounds, refused + " of " + rounds);
    }

    private static byte[] mutated(String good, Random random) {
        StringBuilder text = new StringBuilder(good);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
                default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(5) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
