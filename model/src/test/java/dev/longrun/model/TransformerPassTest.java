package dev.longrun.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.model.Cases.Case;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.ScalarKernels;
import dev.longrun.tensor.ThreadTeam;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The float model against the double reference, and against itself with other threads and kernels. */
class TransformerPassTest {

    private static final PassOptions OPTIONS = new PassOptions(0, 0, 0.5, 0.2);

    static Stream<Case> cases() {
        return Cases.everything();
    }

    /**
     * A float has 6e-8 of relative rounding; the longest chain of sums here is a few hundred terms through four layers'
     * worth of products, so a few times 1e-6 of the largest value of a tensor is what rounding alone explains.
     */
    @ParameterizedTest
    @MethodSource("cases")
    void logitsLossAndEveryGradientAreTheReferences(Case tiny) {
        Model model = tiny.model();
        Reference reference = new Reference(tiny.architecture(), model.parameters());
        reference.balanceLoss = OPTIONS.balanceLoss();
        reference.routerZLoss = OPTIONS.routerZLoss();
        Reference.Result wanted = reference.run(tiny.tokens(), tiny.targets(), tiny.sequences(), tiny.scale());
        try (ThreadTeam team = new ThreadTeam(2)) {
            TransformerPass pass = pass(model, team, Kernels.fastest(), tiny);
            float[] logits = new float[wanted.logits().length];
            pass.logits(tiny.tokens(), logits);
            assertClose("logits", wanted.logits(), logits, 0, 2e-6);
            assertEquals(wanted.loss(), pass.loss(tiny.tokens(), tiny.targets()), 1e-6 * wanted.loss());
            float[] gradients = new float[model.parameters().size()];
            assertEquals(wanted.loss(), pass.lossAndGradients(tiny.tokens(), tiny.targets(), tiny.scale(), gradients),
                1e-6 * wanted.loss());
            for (Parameter parameter : model.parameters().list()) {
                assertClose(parameter.name(), reference.weights.get(parameter.name()).gradient, gradients,
                    parameter.at(), 5e-6);
            }
        }
    }

    private static TransformerPass pass(Model model, ThreadTeam team, Kernels kernels, Case tiny) {
        return new TransformerPass(model, team, new MatMul(team), kernels, tiny.sequences(), tiny.context(), OPTIONS);
    }

    private static void assertClose(String what, double[] wanted, float[] found, int at, double tolerance) {
        double greatest = ReferenceTest.greatest(wanted);
        double worst = 0;
        for (int i = 0; i < wanted.length; i++) {
            worst = Math.max(worst, Math.abs(wanted[i] - found[at + i]));
        }
        if (Boolean.getBoolean("longrun.show")) {
            System.out.println(what + " " + worst / greatest);
        }
        assertTrue(worst <= tolerance * greatest, what + ": off by " + worst + " of at most " + greatest);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bitsDependNeitherOnThreadsNorOnKernels(Case tiny) {
        Model model = tiny.model();
        float[] wanted = new float[model.parameters().size()];
        double loss = run(model, tiny, 1, ScalarKernels.INSTANCE, wanted);
        for (int threads : new int[] {1, 2, 3, 7}) {
            float[] found = new float[wanted.length];
            assertEquals(loss, run(model, tiny, threads, Kernels.fastest(), found), threads + " threads");
            assertArrayEquals(wanted, found, threads + " threads");
        }
    }

    private static double run(Model model, Case tiny, int threads, Kernels kernels, float[] gradients) {
        try (ThreadTeam team = new ThreadTeam(threads)) {
            TransformerPass pass = pass(model, team, kernels, tiny);
            pass.lossAndGradients(tiny.tokens(), tiny.targets(), tiny.scale(), new float[gradients.length]);
            return pass.lossAndGradients(tiny.tokens(), tiny.targets(), tiny.scale(), gradients);
        }
    }
}
