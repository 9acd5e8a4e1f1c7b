package dev.longrun.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.tensor.ThreadTeam;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KernelBenchTest {

    private static final List<ProductShape> TINY = List.of(new ProductShape(24, 16, 40, "tiny"),
        new ProductShape(9, 5, 7, "odd"));

    /** Multiplies as school teaches it. */
    private record School(double error) implements Multiplier {

        @Override
        public String title() {
            return "School 1.0";
        }

        @Override
        public Prepared prepare(Product product, float[] a, float[] b) {
            float[] c = new float[product.m() * product.n()];
            return new Prepared() {
                @Override
                public void multiply() {
                    for (int i = 0; i < product.m(); i++) {
                        for (int j = 0; j < product.n(); j++) {
                            double sum = error;
                            for (int p = 0; p < product.k(); p++) {
                                sum += (double) (product.kind().transposesA() ? a[p * product.m() + i]
                                    : a[i * product.k() + p])
                                    * (product.kind().transposesB() ? b[j * product.k() + p] : b[p * product.n() + j]);
                            }
                            c[i * product.n() + j] = (float) sum;
                        }
                    }
                }

                @Override
                public float[] result() {
                    return c.clone();
                }

                @Override
                public void close() {
                    Arrays.fill(c, Float.NaN);
                }
            };
        }
    }

    @Test
    void measuresBothAndHoldsTheResultsAgainstEachOther() throws Exception {
        List<Double> shares = new ArrayList<>();
        try (ThreadTeam team = new ThreadTeam(2)) {
            KernelReport report = new KernelBench(team, Optional.of(new School(0)), 3, 0.001).run(TINY, shares::add);
            assertEquals(6, report.figures().size());
            assertEquals(1, shares.getLast());
            for (KernelFigure figure : report.figures()) {
                assertTrue(figure.gflops().least() > 0 && figure.peerGflops().least() > 0);
                assertEquals(figure.gflops().median() / report.peakGflops(), figure.peakShare(), 1e-9);
            }
            String text = KernelText.render(report);
            assertTrue(text.contains("School 1.0 in turn"), text);
            assertEquals(3, text.lines().filter(line -> line.startsWith("geometric mean")).count());
            assertTrue(Json.write(report).startsWith("{\"cpu\":"));
        }
    }

    @Test
    void aPeerThatIsWrongIsNoPeer() {
        try (ThreadTeam team = new ThreadTeam(1)) {
            assertThrows(IllegalStateException.class, () -> new KernelBench(team, Optional.of(new School(0.01)), 1,
                0.001).run(TINY, _ -> { }));
        }
    }

    @Test
    void tableOfOneWithoutAPeer() {
        KernelFigure figure = new KernelFigure(Kind.NT, 4096, 384, 1536, "x", new Spread(200.4, 190, 210), 0.849,
            new Spread(0, 0, 0), 0, new Spread(0, 0, 0));
        KernelReport report = new KernelReport("a CPU", "2026-11-23", "25", 2, 7, 236.2, "", List.of(figure),
            List.of());
        assertEquals("""
            f32 matrix products on a CPU, 2 threads, 2026-11-23, Java 25
            FMA peak in this run 236 GFLOP/s; medians of 7 rounds

            tokens x in x out    kind    GFLOP/s  of peak
            4096 x 384 x 1536    NT          200     85 %
            """, KernelText.render(report));
    }
}
