package dev.longrun.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.Cases.Case;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.ThreadTeam;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps: ten AdamW updates beside the reference, the first loss, overfitting, and what is refused. */
class StepTest {

    static final double RATE = 1e-2;

    static List<Case> cases() {
        return Cases.all();
    }

    /**
     * AdamW divides a gradient by its own size, so that an element whose gradient is near zero moves as far as any
     * other in a direction that rounding decides: weights are compared in the mean over a tensor, relative to how far
     * ten steps go; losses, which hardly depend on such elements, each by itself.
     */
    @ParameterizedTest
    @MethodSource("cases")
    void tenAdamWStepsAreTheReferences(Case tiny) {
        Model model = tiny.model();
        Reference reference = new Reference(tiny.architecture(), model.parameters());
        try (ThreadTeam team = new ThreadTeam(2)) {
            Adam adam = new Adam(model, model.trainingPass(team, tiny.sequences(), tiny.context()));
            for (int step = 1; step <= 10; step++) {
                double wanted = reference.run(tiny.tokens(), tiny.targets(), tiny.sequences(), tiny.scale()).loss();
                reference.adamW(step, RATE, 0.9, 0.95, 1e-8, 0.1);
                assertEquals(wanted, adam.step(tiny, step, RATE), 2e-6 * wanted, "loss of step " + step);
            }
        }
        for (Parameter parameter : model.parameters().list()) {
            double[] wanted = reference.weights.get(parameter.name()).value;
            double off = 0;
            for (int i = 0; i < wanted.length; i++) {
                off += Math.abs(wanted[i] - model.parameters().values()[parameter.at() + i]) / wanted.length;
            }
            show(tiny + " " + parameter.name() + " " + off / (10 * RATE));
            assertTrue(off <= 5e-6 * 10 * RATE, parameter.name() + " off by " + off + " in the mean");
        }
    }

    static void show(String line) {
        if (Boolean.getBoolean("longrun.show")) {
            System.out.println(line);
        }
    }

    /** AdamW in float over the kernels, as a training loop does it. */
    static final class Adam {

        private final Model model;
        private final TrainingPass pass;
        private final float[] gradients;
        private final float[] m;
        private final float[] v;

        Adam(Model model, TrainingPass pass) {
            this.model = model;
            this.pass = pass;
            gradients = new float[model.parameters().size()];
            m = new float[gradients.length];
            v = new float[gradients.length];
        }

        double step(Case tiny, int step, double rate) {
            Arrays.fill(gradients, 0);
            double loss = pass.lossAndGradients(tiny.tokens(), tiny.targets(), tiny.scale(), gradients);
            for (Parameter parameter : model.parameters().list()) {
                Kernels.fastest().adamW(model.parameters().values(), parameter.at(), gradients, parameter.at(), m,
                    parameter.at(), v, parameter.at(), parameter.size(), 1f, (float) rate, 0.9f, 0.95f,
                    (float) (1 - Math.pow(0.9, step)), (float) (1 - Math.pow(0.95, step)), 1e-8f,
                    parameter.decayed() ? 0.1f : 0f);
            }
            return loss;
        }
    }

    @Test
    void theFirstLossIsTheLogarithmOfTheVocabulary() {
        for (boolean tied : new boolean[] {false, true}) {
            for (Activation activation : List.of(Activation.SWIGLU, Activation.RELU2)) {
                for (int[] shape : new int[][] {{257, 32}, {1000, 100}, {4096, 128}, {257, 512}}) {
                    assertFirstLoss(Cases.llama(shape[0], shape[1], 2, 4, 2, 16, 2 * shape[1], 64, activation,
                        tied, tied));
                }
            }
        }
    }

    private static void assertFirstLoss(Architecture config) {
        Case fresh = new Case("fresh", config, 2, 64);
        int[] targets = new Random(9).ints(128, 0, config.vocabulary()).toArray();
        try (ThreadTeam team = new ThreadTeam(1)) {
            double loss = Model.create(config, 11).trainingPass(team, 2, 64).loss(fresh.tokens(), targets) / 128;
            double uniform = Math.log(config.vocabulary());
            assertEquals(uniform, loss, 0.01 * uniform, config.toString());
        }
    }

    @Test
    void aTinyModelLearnsOneBatchByHeart() {
        for (Activation activation : List.of(Activation.SWIGLU, Activation.RELU2)) {
            Architecture config =
                Cases.llama(50, 32, 2, 4, 2, 8, 64, 16, activation, true, true);
            Case batch = new Case("batch", config, 2, 16);
            Model model = Model.create(config, 12);
            try (ThreadTeam team = new ThreadTeam(2)) {
                Adam adam = new Adam(model, model.trainingPass(team, 2, 16));
                double loss = 0;
                for (int step = 1; step <= 200; step++) {
                    loss = adam.step(batch, step, 0.01) * batch.scale();
                }
                show(activation + " " + loss);
                assertTrue(loss < 0.02, activation + ": " + loss + " nats after 200 steps");
            }
        }
    }

    @Test
    void activationBytesAreThoseOfTheArrays() {
        Case tiny = Cases.GOLDEN;
        Architecture config = tiny.architecture();
        try (ThreadTeam team = new ThreadTeam(1)) {
            long rows = (long) tiny.sequences() * tiny.context();
            int ffn = config.feedForward().width();
            int h = config.heads().width();
            long layer = 4L * config.width() + 2 + config.qkvWidth()
                + (config.heads().count() + config.heads().kv()) * (h + 1L) + config.heads().count()
                + config.queryWidth() + config.inputWidth(ffn) + ffn;
            long stream = 4L * config.width() + 1 + Math.max(ffn, config.queryWidth());
            long head = (config.vocabulary() + 15) / 16 * 16 + 1;
            long gains = config.width() + 2L * h * tiny.sequences() * config.heads().kv();
            long attention = 2L * tiny.context() * 16 + 4L * tiny.context() * h;
            long packed = 2L * h * panels(tiny.context()) + tiny.context() * panels(h)
                + config.width() * panels(config.vocabulary()) + config.vocabulary() * panels(config.width());
            long floats = rows * (config.layers() * layer + stream + head) + gains + attention + packed;
            assertEquals(4 * floats, tiny.model().trainingPass(team, tiny.sequences(), tiny.context())
                .activationBytes());
        }
    }

    private static long panels(int columns) {
        return Math.ceilDiv(columns, 32) * 32L;
    }

    @Test
    void refusesBatchesThatDoNotFit() {
        Case tiny = Cases.GOLDEN;
        int rows = tiny.tokens().length;
        try (ThreadTeam team = new ThreadTeam(1)) {
            TrainingPass pass = tiny.model().trainingPass(team, tiny.sequences(), tiny.context());
            assertThrows(ModelException.class, () -> pass.loss(new int[rows - 1], new int[rows]));
            assertThrows(ModelException.class, () -> pass.loss(new int[rows], new int[rows + 1]));
            int[] outside = new int[rows];
            outside[2] = tiny.architecture().vocabulary();
            assertThrows(ModelException.class, () -> pass.loss(outside, new int[rows]));
            assertThrows(ModelException.class, () -> pass.loss(new int[rows], outside));
            assertThrows(ModelException.class,
                () -> pass.lossAndGradients(new int[rows], new int[rows], 1f, new float[3]));
            assertThrows(ModelException.class, () -> tiny.model().trainingPass(team, 1, tiny.context() + 1));
            assertThrows(ModelException.class, () -> tiny.model().trainingPass(team, 0, 1));
        }
    }
}
