package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.longrun.model.LlamaConfig;
import dev.longrun.model.LlamaConfig.Activation;
import dev.longrun.model.Model;
import dev.longrun.model.Parameter;
import dev.longrun.plan.Resolver;
import dev.longrun.run.Recipe;
import dev.longrun.tensor.ScalarKernels;
import dev.longrun.tensor.ScalarMatMul;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.weights.Safetensors;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Muon beside an independent one in double, beside scalar twins, and beside itself on other threads. */
class MuonTest {

    private static final int STEPS = 10;
    private static final double RATE = 0.01;
    private static final LlamaConfig SMALL =
        new LlamaConfig(60, 24, 2, 4, 2, 8, 40, 16, Activation.SWIGLU, true, false, 10_000, 1e-5);
    /** Its feed-forward matrices are beyond what one thread takes alone. */
    private static final LlamaConfig LARGE =
        new LlamaConfig(50, 512, 1, 4, 4, 16, 520, 16, Activation.RELU2, false, true, 10_000, 1e-5);

    private static Recipe recipe(String optimizer) {
        TinyRun run = new TinyRun(Path.of("texts"), Path.of("runs"), List.of("training.optimizer=" + optimizer,
            "training.momentum=0.9", "training.clip=2", "training.weight_decay=0.1", "training.beta2=0.95"));
        return Resolver.resolve(run.file(), Optional.of(TinyRun.speed())).training();
    }

    private static float[] gradients(Model model, int step) {
        Random random = new Random(100 + step);
        float[] gradients = new float[model.parameters().size()];
        for (int i = 0; i < gradients.length; i++) {
            gradients[i] = (float) random.nextGaussian();
        }
        return gradients;
    }

    private static float[] trained(LlamaConfig config, int threads, int steps) {
        Model model = Model.create(config, 3);
        try (ThreadTeam team = new ThreadTeam(threads)) {
            Optimizer optimizer = Optimizer.of(team, model.parameters(), recipe("muon"));
            for (int step = 1; step <= steps; step++) {
                float[] gradients = gradients(model, step);
                optimizer.update(gradients, optimizer.norm(gradients), step, RATE);
            }
        }
        return model.parameters().values();
    }

    /**
     * The rounding of a float, 6e-8, is multiplied by at most 3.4445 five times over where a singular value is near 0:
     * 3e-5 of an update, and updates add up over the steps.
     */
    @Test
    void tenStepsAreThoseOfTheDoubleReference() {
        Model start = Model.create(SMALL, 3);
        Recipe recipe = recipe("muon");
        double[] wanted = new double[start.parameters().size()];
        double[] momenta = new double[wanted.length];
        double[] squares = new double[wanted.length];
        Arrays.setAll(wanted, i -> start.parameters().values()[i]);
        for (int step = 1; step <= STEPS; step++) {
            float[] floats = gradients(start, step);
            double norm = 0;
            for (float each : floats) {
                norm += (double) each * each;
            }
            double clip = Math.min(1, 2 / Math.sqrt(norm));
            for (Parameter parameter : start.parameters().list()) {
                MuonReference.update(parameter, wanted, floats, clip, momenta, squares, step, RATE, recipe);
            }
        }
        float[] found = trained(SMALL, 2, STEPS);
        for (Parameter parameter : start.parameters().list()) {
            double moved = 0;
            double off = 0;
            for (int i = parameter.at(); i < parameter.at() + parameter.size(); i++) {
                moved = Math.max(moved, Math.abs(wanted[i] - start.parameters().values()[i]));
                off = Math.max(off, Math.abs(wanted[i] - found[i]));
            }
            assertTrue(off <= 1e-4 * moved, parameter.name() + " off by " + off + " of " + moved);
        }
    }

    @Test
    void theBitsAreThoseOfScalarCode() {
        Random random = new Random(8);
        for (int[] shape : new int[][] {{24, 24}, {40, 24}, {24, 40}, {1, 7}, {7, 1}, {65, 33}}) {
            float[] x = new float[shape[0] * shape[1] + 3];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian();
            }
            float[] wanted = scalar(Arrays.copyOfRange(x, 3, x.length), shape[0], shape[1]);
            try (ThreadTeam team = new ThreadTeam(2)) {
                new NewtonSchulz(team, 65 * 40, 40).run(x, 3, shape[0], shape[1]);
            }
            assertArrayEquals(wanted, Arrays.copyOfRange(x, 3, x.length), Arrays.toString(shape));
        }
    }

    private static float[] scalar(float[] x, int rows, int columns) {
        int side = Math.min(rows, columns);
        float[] from = x.clone();
        ScalarKernels.INSTANCE.scale(from, 0,
            (float) (1 / (Math.sqrt(ScalarKernels.INSTANCE.sumOfSquares(x, 0, x.length)) + 1e-7)), from.length);
        for (int step = 0; step < NewtonSchulz.STEPS; step++) {
            float[] gram = new float[side * side];
            if (rows > columns) {
                ScalarMatMul.tn(side, side, rows, from, 0, side, from, 0, side, gram, 0, side, false);
            } else {
                ScalarMatMul.nt(side, side, columns, from, 0, columns, from, 0, columns, gram, 0, side, false);
            }
            float[] inner = new float[side * side];
            for (int i = 0; i < inner.length; i++) {
                inner[i] = NewtonSchulz.C * gram[i] + (i % (side + 1) == 0 ? NewtonSchulz.B : 0);
            }
            float[] outer = new float[side * side];
            ScalarMatMul.nn(side, side, side, inner, 0, side, gram, 0, side, outer, 0, side, false);
            for (int i = 0; i < side; i++) {
                outer[i * side + i] += NewtonSchulz.A;
            }
            float[] to = new float[from.length];
            if (rows > columns) {
                ScalarMatMul.nn(rows, side, side, from, 0, side, outer, 0, side, to, 0, side, false);
            } else {
                ScalarMatMul.nn(side, columns, side, outer, 0, side, from, 0, columns, to, 0, columns, false);
            }
            from = to;
        }
        return from;
    }

    /** Random square matrices have singular values near 0, which five steps leave below 1; others end near 1. */
    @Test
    void singularValuesEndNearOne() {
        Random random = new Random(8);
        for (int[] shape : new int[][] {{64, 192}, {192, 64}}) {
            float[] x = new float[64 * 192];
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) (1e-3 * random.nextGaussian());
            }
            try (ThreadTeam team = new ThreadTeam(1)) {
                new NewtonSchulz(team, x.length, 64).run(x, 0, shape[0], shape[1]);
            }
            // Every singular value lies between those bounds if the Rayleigh quotients of any direction do.
            for (int probe = 0; probe < 50; probe++) {
                double[] y = new double[shape[0]];
                double length = 0;
                double[] v = random.doubles(shape[1], -1, 1).toArray();
                for (int i = 0; i < shape[0]; i++) {
                    for (int j = 0; j < shape[1]; j++) {
                        y[i] += x[i * shape[1] + j] * v[j];
                    }
                    length += y[i] * y[i];
                }
                double share = Math.sqrt(length / Arrays.stream(v).map(each -> each * each).sum());
                double most = shape[0] < shape[1] ? Math.sqrt(64.0 / 192) : 1;
                assertTrue(share > 0.5 * most && share < 1.3, share + " of " + most);
            }
        }
    }

    @Test
    void theBitsDoNotDependOnThreads() {
        for (LlamaConfig config : new LlamaConfig[] {SMALL, LARGE}) {
            float[] wanted = trained(config, 1, 2);
            for (int threads : new int[] {2, 3, 7}) {
                assertArrayEquals(wanted, trained(config, threads, 2), threads + " threads");
            }
        }
    }

    @Test
    void eachTensorHasTheStateItNeedsAndNoMore() {
        Model model = Model.create(SMALL, 3);
        try (ThreadTeam team = new ThreadTeam(1)) {
            List<Safetensors.Tensor> state = Optimizer.of(team, model.parameters(), recipe("muon"))
                .state();
            Set<String> names = state.stream().map(Safetensors.Tensor::name).collect(Collectors.toSet());
            List<String> wanted = new ArrayList<>();
            for (Parameter parameter : model.parameters().list()) {
                String name = parameter.name();
                boolean matrix = name.matches("model\\.layers\\.\\d+\\..*(q|k|v|o|gate|up|down)_proj\\.weight");
                wanted.addAll(matrix ? List.of("momentum." + name) : List.of("m." + name, "v." + name));
            }
            assertEquals(Set.copyOf(wanted), names);
            assertEquals(wanted.size(), state.size());
        }
    }

    /** The quietest of many updates: vectors live on the heap until their code is compiled. */
    @Test
    void aSteadyUpdateAllocatesNothing() {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Model model = Model.create(SMALL, 3);
        long least = Long.MAX_VALUE;
        try (ThreadTeam team = new ThreadTeam(1)) {
            Optimizer optimizer = Optimizer.of(team, model.parameters(), recipe("muon"));
            float[] gradients = gradients(model, 1);
            for (int step = 1; step <= 5000 && least > 0; step++) {
                long before = thread.getCurrentThreadAllocatedBytes();
                optimizer.update(gradients, optimizer.norm(gradients), step, 1e-6);
                least = Math.min(least, thread.getCurrentThreadAllocatedBytes() - before);
            }
        }
        assertEquals(0, least, "bytes in the quietest update");
    }
}
