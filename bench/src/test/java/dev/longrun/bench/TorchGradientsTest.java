package dev.longrun.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The gradients of one training step of a dense model, of a mixture and of Grok 2's shape, held against PyTorch's
 * automatic ones. In a process of its own, whose class path has the native libraries that the build leaves out.
 */
class TorchGradientsTest {

    /** Both reckon in f32, where some hundred roundings of 6e-8 a number add up to a few 1e-6. */
    private static final double TOLERANCE = 1e-4;

    @Test
    void gradientsAreThoseOfPyTorch() throws IOException, InterruptedException {
        String path = System.getProperty("java.class.path");
        List<Path> java = Arrays.stream(path.split(File.pathSeparator)).map(Path::of)
            .filter(jar -> jar.getFileName().toString().matches("(pytorch|javacpp|openblas)-[0-9.-]+\\.jar")).toList();
        assumeTrue(java.stream().anyMatch(jar -> jar.getFileName().toString().startsWith("pytorch")),
            "PyTorch's Java side is not on the class path");
        Path folder = java.getFirst().getParent().getParent().getParent();
        List<String> jars = new ArrayList<>(List.of(path));
        for (String name : List.of("pytorch", "javacpp", "openblas")) {
            List<String> found = natives(folder.resolve(name));
            assumeTrue(!found.isEmpty(), "the native library " + name + " has not been fetched; "
                + "longrun bench train fetches it");
            jars.addAll(found);
        }
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp",
            String.join(File.pathSeparator, jars), TorchGradients.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        List<String> lines = said.lines().filter(line -> line.matches("[A-Z0-9]+ [0-9.e+-]+")).toList();
        assertEquals(TorchGradients.shapes().size(), lines.size(), said);
        for (String line : lines) {
            assertTrue(Double.parseDouble(line.substring(line.indexOf(' ') + 1)) < TOLERANCE, line);
        }
    }

    /** Both jars of a library, the Java side too where the build has none of it. */
    private static List<String> natives(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> jars = files.map(Path::toString).filter(name -> name.endsWith(".jar")).toList();
            return jars.stream().anyMatch(name -> name.endsWith("-linux-x86_64.jar")) ? jars : List.of();
        }
    }
}
