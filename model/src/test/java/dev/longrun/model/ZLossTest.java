package dev.longrun.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.model.Cases.Case;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.ScalarKernels;
import dev.longrun.tensor.ThreadTeam;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The z-loss: in the gradients, not in the loss, and nothing at all where its coefficient is 0. */
class ZLossTest {

    /** Far above the usual 1e-4, so that it is a good part of every gradient. */
    private static final double Z_LOSS = 0.05;

    private static final Case TINY = Cases.GOLDEN;

    /** In double: the reference's gradients against fourth-order differences of the whole objective. */
    @Test
    void theReferencesGradientIsItsFiniteDifference() {
        Reference reference = new Reference(TINY.architecture(), TINY.model().parameters());
        reference.zLoss = Z_LOSS;
        run(reference);
        Map<String, double[]> gradients = new TreeMap<>();
        reference.weights.forEach((name, matrix) -> gradients.put(name, matrix.gradient.clone()));
        Random random = new Random(5);
        double step = 5e-5;
        gradients.forEach((name, gradient) -> {
            double[] values = reference.weights.get(name).value;
            for (int probe = 0; probe < 4; probe++) {
                int i = random.nextInt(values.length);
                double before = values[i];
                double[] objectives = new double[4];
                for (int k = 0; k < 4; k++) {
                    values[i] = before + step * new int[] {-2, -1, 1, 2}[k];
                    objectives[k] = objective(reference);
                }
                values[i] = before;
                double difference = (objectives[0] - 8 * objectives[1] + 8 * objectives[2] - objectives[3])
                    / (12 * step);
                assertEquals(difference, gradient[i], 4e-9 * Math.max(1, ReferenceTest.greatest(gradient)), name);
            }
        });
    }

    private static Reference.Result run(Reference reference) {
        return reference.run(TINY.tokens(), TINY.targets(), TINY.sequences(), 1);
    }

    /** Cross-entropy and z-loss, the latter from the logits alone. */
    private static double objective(Reference reference) {
        Reference.Result result = run(reference);
        int vocabulary = TINY.architecture().vocabulary();
        double zLoss = 0;
        for (int row = 0; row < TINY.targets().length; row++) {
            double sum = 0;
            for (int j = 0; j < vocabulary; j++) {
                sum += Math.exp(result.logits()[row * vocabulary + j]);
            }
            zLoss += TINY.targets()[row] < 0 ? 0 : Math.log(sum) * Math.log(sum);
        }
        return result.loss() + Z_LOSS * zLoss;
    }

    /** Tolerances as in {@link TransformerPassTest}. */
    @Test
    void theFloatModelHasTheReferencesGradientsAndTheSameLoss() {
        Model model = TINY.model();
        Reference reference = new Reference(TINY.architecture(), model.parameters());
        reference.zLoss = Z_LOSS;
        double wanted = reference.run(TINY.tokens(), TINY.targets(), TINY.sequences(), TINY.scale()).loss();
        float[] gradients = new float[model.parameters().size()];
        assertEquals(wanted, gradients(model, Kernels.fastest(), Z_LOSS, gradients), 1e-6 * wanted);
        for (Parameter parameter : model.parameters().list()) {
            double[] own = reference.weights.get(parameter.name()).gradient;
            for (int i = 0; i < own.length; i++) {
                assertEquals(own[i], gradients[parameter.at() + i], 5e-6 * ReferenceTest.greatest(own),
                    parameter.name());
            }
        }
    }

    @Test
    void bothKernelsGiveTheSameBitsAndNoCoefficientChangesNone() {
        Model model = TINY.model();
        float[] scalar = new float[model.parameters().size()];
        float[] vector = scalar.clone();
        double loss = gradients(model, ScalarKernels.INSTANCE, Z_LOSS, scalar);
        assertEquals(loss, gradients(model, Kernels.fastest(), Z_LOSS, vector));
        assertArrayEquals(scalar, vector);
        float[] without = new float[scalar.length];
        float[] before = new float[scalar.length];
        assertEquals(loss, gradients(model, Kernels.fastest(), 0, without));
        try (ThreadTeam team = new ThreadTeam(1)) {
            model.trainingPass(team, TINY.sequences(), TINY.context()).lossAndGradients(TINY.tokens(), TINY.targets(),
                TINY.scale(), before);
        }
        assertArrayEquals(before, without);
        assertTrue(Math.abs(without[0] - scalar[0]) > 0);
    }

    private static double gradients(Model model, Kernels kernels, double zLoss, float[] gradients) {
        try (ThreadTeam team = new ThreadTeam(2)) {
            return new TransformerPass(model, team, new MatMul(team), kernels, TINY.sequences(), TINY.context(),
                new PassOptions(zLoss, 0, 0, 0))
                .lossAndGradients(TINY.tokens(), TINY.targets(), TINY.scale(), gradients);
        }
    }
}
