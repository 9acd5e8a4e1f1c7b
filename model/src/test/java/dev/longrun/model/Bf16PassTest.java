package dev.longrun.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.longrun.model.Cases.Case;
import dev.longrun.tensor.Bf16MatMul;
import dev.longrun.tensor.Bf16Support;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.Products;
import dev.longrun.tensor.ScalarBf16MatMul;
import dev.longrun.tensor.ThreadTeam;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A pass whose linear layers' products have factors of bf16; the scalar twin of those runs anywhere. */
class Bf16PassTest {

    static Stream<Case> cases() {
        return Cases.everything();
    }

    /**
     * Rounding to 8 bits of significand changes a factor by 0.16 % (root of the mean square over a binade: steps of
     * 2^-8 to 2^-7, uniform within), a product by 0.23 %. A gradient has some twenty such products in its chain,
     * forward and back in two layers, which add up to 1 % as they are independent; 4 % leaves room for those that are
     * not. More layers have a longer chain, whose independent errors add up with the root of its length.
     */
    @ParameterizedTest
    @MethodSource("cases")
    void lossAndGradientsAreNearThoseOfF32(Case tiny) {
        Model model = tiny.model();
        float[] wanted = new float[model.parameters().size()];
        float[] found = new float[wanted.length];
        double loss = run(model, tiny, 1, MatMul::new, wanted);
        double rounded = run(model, tiny, 1, _ -> new ScalarBf16MatMul(), found);
        assertNotEquals(loss, rounded);
        assertEquals(loss, rounded, 0.01 * loss);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < wanted.length; i++) {
            difference += Math.pow(found[i] - wanted[i], 2);
            norm += Math.pow(wanted[i], 2);
        }
        double most = 0.04 * Math.sqrt(Math.max(2, model.architecture().layers()) / 2.0);
        assertTrue(difference <= most * most * norm, "gradients off by " + Math.sqrt(difference / norm));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void machineCodeGivesTheTwinsBitsForAnyThreads(Case tiny) {
        assumeTrue(Bf16Support.refusal().isEmpty(), () -> "no bf16 here: " + Bf16Support.refusal().get());
        Model model = tiny.model();
        float[] wanted = new float[model.parameters().size()];
        double loss = run(model, tiny, 1, _ -> new ScalarBf16MatMul(), wanted);
        for (int threads : new int[] {1, 2, 5}) {
            float[] found = new float[wanted.length];
            assertEquals(loss, run(model, tiny, threads, Bf16MatMul::new, found), threads + " threads");
            assertArrayEquals(wanted, found, threads + " threads");
        }
    }

    private static double run(Model model, Case tiny, int threads, Function<ThreadTeam, Products> products,
        float[] gradients) {
        try (ThreadTeam team = new ThreadTeam(threads)) {
            return new TransformerPass(model, team, products.apply(team), Kernels.fastest(), tiny.sequences(),
                tiny.context(), PassOptions.PLAIN).lossAndGradients(tiny.tokens(), tiny.targets(),
                    tiny.scale(), gradients);
        }
    }
}
