package dev.longrun.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.model.Cases.Case;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.ScalarKernels;
import dev.longrun.tensor.ThreadTeam;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Dropout: the gradient is that of what was computed, the same elements for the same key, nothing in evaluation. */
class DropoutTest {

    private static final float SHARE = 0.25f;
    private static final long KEY = 7L << 40 ^ 12;
    private static final Case TINY = Cases.GOLDEN;

    /** Tolerances as in {@link TransformerPassTest}. */
    @Test
    void theFloatModelHasTheReferencesLossAndGradients() {
        Model model = TINY.model();
        Reference reference = new Reference(TINY.architecture(), model.parameters());
        int elements = TINY.tokens().length * TINY.architecture().width();
        reference.dropout = (site, element) -> factors(site, elements)[element];
        double wanted = reference.run(TINY.tokens(), TINY.targets(), TINY.sequences(), TINY.scale()).loss();
        float[] gradients = new float[model.parameters().size()];
        assertEquals(wanted, gradients(Kernels.fastest(), 2, SHARE, KEY, gradients), 1e-6 * wanted);
        for (Parameter parameter : model.parameters().list()) {
            double[] own = reference.weights.get(parameter.name()).gradient;
            for (int i = 0; i < own.length; i++) {
                assertEquals(own[i], gradients[parameter.at() + i], 5e-6 * ReferenceTest.greatest(own),
                    parameter.name());
            }
        }
    }

    private static float[] factors(int site, int elements) {
        float[] ones = new float[elements];
        Arrays.fill(ones, 1);
        int key = ScalarKernels.hash(ScalarKernels.hash((int) (KEY >>> 32), (int) KEY), site);
        ScalarKernels.INSTANCE.dropout(ones, 0, ones, 0, elements, key, 0, (int) (SHARE * 0x1p31), 1 / (1 - SHARE),
            false);
        return ones;
    }

    @Test
    void kernelsAndThreadsGiveTheSameBitsAndKeysOthers() {
        float[] vector = new float[TINY.model().parameters().size()];
        float[] scalar = vector.clone();
        float[] other = vector.clone();
        float[] none = vector.clone();
        float[] without = vector.clone();
        double loss = gradients(Kernels.fastest(), 3, SHARE, KEY, vector);
        assertEquals(loss, gradients(ScalarKernels.INSTANCE, 1, SHARE, KEY, scalar));
        assertArrayEquals(vector, scalar);
        assertTrue(loss != gradients(Kernels.fastest(), 1, SHARE, KEY + 1, other));
        assertFalse(Arrays.equals(vector, other));
        assertEquals(gradients(Kernels.fastest(), 1, 0, KEY, none), gradients(Kernels.fastest(), 1, 0, 0, without));
        assertArrayEquals(without, none);
    }

    @Test
    void evaluationDropsNothing() {
        try (ThreadTeam team = new ThreadTeam(2)) {
            double whole = pass(team, Kernels.fastest(), 0).loss(TINY.tokens(), TINY.targets());
            TrainingPass pass = pass(team, Kernels.fastest(), SHARE);
            pass.lossAndGradients(TINY.tokens(), TINY.targets(), 1, new float[TINY.model().parameters().size()], KEY);
            assertEquals(whole, pass.loss(TINY.tokens(), TINY.targets()));
        }
    }

    private static double gradients(Kernels kernels, int threads, float share, long key, float[] gradients) {
        try (ThreadTeam team = new ThreadTeam(threads)) {
            return pass(team, kernels, share).lossAndGradients(TINY.tokens(), TINY.targets(), TINY.scale(), gradients,
                key);
        }
    }

    private static TransformerPass pass(ThreadTeam team, Kernels kernels, float share) {
        return new TransformerPass(TINY.model(), team, new MatMul(team), kernels, TINY.sequences(), TINY.context(),
            new PassOptions(0, share, 0, 0));
    }
}
