package dev.longrun.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same bits at every vector width: Java machines held to 128, 256 and 512 bits print the same digest. */
@Tag("nightly")
class WidthTest {

    @Test
    @Timeout(300)
    void bitsDoNotDependOnTheVectorWidth() throws IOException, InterruptedException {
        Set<String> digests = new HashSet<>();
        Set<String> widths = new HashSet<>();
        for (int bytes : new int[] {16, 32, 64}) {
            String[] line = child("-XX:MaxVectorSize=" + bytes).split(" ");
            widths.add(line[0]);
            digests.add(line[1]);
        }
        assertTrue(widths.size() > 1 || Tiles.WIDTH == 4, "lanes " + widths);
        assertEquals(1, digests.size(), "digests " + digests + " at " + widths + " lanes");
    }

    private static String child(String option) throws IOException, InterruptedException {
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), option,
            "--add-modules", "jdk.incubator.vector", "-cp", classes, Digest.class.getName()))
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String printed = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), printed);
        return printed.lines().filter(line -> line.contains(" digest=")).findFirst().orElseThrow();
    }

    /** Runs products and kernels, interpreted and compiled, and prints the lanes and a hash of all results. */
    static final class Digest {

        private Digest() {
        }

        public static void main(String[] arguments) {
            long hash = 0;
            SplittableRandom random = new SplittableRandom(3);
            Kernels k = Kernels.fastest();
            try (ThreadTeam team = new ThreadTeam(2)) {
                MatMul product = new MatMul(team);
                for (int round = 0; round < 60; round++) {
                    int m = 1 + random.nextInt(150);
                    int n = 1 + random.nextInt(150);
                    int depth = 1 + random.nextInt(1000);
                    float[] a = normal(random, m * depth);
                    float[] b = normal(random, n * depth);
                    float[] c = new float[m * n];
                    product.nn(m, n, depth, a, 0, depth, b, 0, n, c, 0, n, false);
                    product.nt(m, n, depth, a, 0, depth, b, 0, depth, c, 0, n, true);
                    product.tn(m, n, depth, a, 0, m, b, 0, n, c, 0, n, true);
                    hash = 31 * hash + Float.floatToIntBits(k.softmax(c, 0, 0.01f, m * n));
                    hash = 31 * hash + Arrays.hashCode(c);
                    k.siluMultiply(a, 0, a, 0, a, 0, a.length);
                    k.rmsNorm(a, 0, depth, a, 0, a, 0, depth, c, 0, 1, depth, 1e-5f);
                    hash = 31 * hash + Arrays.hashCode(a);
                    hash = 31 * hash + Double.hashCode(k.sumOfSquares(b, 0, b.length));
                }
            }
            System.out.println(Tiles.WIDTH + " digest=" + Long.toHexString(hash));
        }

        private static float[] normal(SplittableRandom random, int n) {
            float[] x = new float[n];
            for (int i = 0; i < n; i++) {
                x[i] = (float) random.nextGaussian();
            }
            return x;
        }
    }
}
