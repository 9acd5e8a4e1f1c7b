package dev.longrun.train;

import com.sun.management.ThreadMXBean;
import dev.longrun.model.Architecture;
import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.Model;
import dev.longrun.plan.Resolver;
import dev.longrun.run.Recipe;
import dev.longrun.tensor.ThreadTeam;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/** Processor time of an update by AdamW and by Muon, on one thread; run as a program. */
final class OptimizerBenchmark {

    private static final int UPDATES = 200;

    private OptimizerBenchmark() {
    }

    public static void main(String[] arguments) {
        for (int width : new int[] {64, 128, 256}) {
            int layers = Math.max(2, width / 64);
            Architecture config = Architecture.llama(4096, width, layers, width / 32, width / 32, 32, 3 * width, 256,
                Activation.SWIGLU, true, true, 10_000, 1e-5);
            Model model = Model.create(config, 1);
            System.out.printf(Locale.ROOT, "width %d, %d layers: AdamW %.3f ms, Muon %.3f ms of processor time%n",
                width, layers, milliseconds(model, "adamw"), milliseconds(model, "muon"));
        }
    }

    private static double milliseconds(Model model, String name) {
        Recipe recipe = Resolver.resolve(new TinyRun(Path.of("texts"), Path.of("runs"), List.of("training.optimizer="
            + name)).file(), Optional.of(TinyRun.speed())).training();
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        float[] gradients = new float[model.parameters().size()];
        Random random = new Random(2);
        double[] times = new double[UPDATES];
        try (ThreadTeam team = new ThreadTeam(1)) {
            Optimizer optimizer = Optimizer.of(team, model.parameters(), recipe);
            for (int i = 0; i < UPDATES; i++) {
                for (int j = 0; j < gradients.length; j++) {
                    gradients[j] = random.nextFloat() - 0.5f;
                }
                long before = thread.getCurrentThreadCpuTime();
                optimizer.update(gradients, optimizer.norm(gradients), i + 1, 1e-3);
                times[i] = (thread.getCurrentThreadCpuTime() - before) / 1e6;
            }
        }
        Arrays.sort(times);
        return times[UPDATES / 4];
    }
}
