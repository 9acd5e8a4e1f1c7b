package dev.longrun.model;

import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.PassClock.Part;
import dev.longrun.tensor.Bf16MatMul;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.ThreadTeam;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * Tokens a second of forward and backward, and where the time goes. Run by hand: threads, seconds a model, part of its
 * name. One thread is timed by its share of a processor, so that a busy machine hardly disturbs it.
 */
final class PassBenchmark {

    private PassBenchmark() {
    }

    private static boolean bf16;

    public static void main(String[] arguments) {
        int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
        double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 6;
        String only = arguments.length > 2 ? arguments[2] : "";
        bf16 = arguments.length > 3 && arguments[3].equals("bf16");
        try (ThreadTeam team = new ThreadTeam(threads)) {
            run("d64 L2 H2 T256 B4 V4096", team, seconds, shape(4096, 64, 2, 2, 32), 4, only);
            run("d64 L2 H2 T256 B16 V4096", team, seconds, shape(4096, 64, 2, 2, 32), 16, only);
            run("d128 L4 H4 T256 B4 V4096", team, seconds, shape(4096, 128, 4, 4, 32), 4, only);
            run("d128 L4 H4 T256 B16 V4096", team, seconds, shape(4096, 128, 4, 4, 32), 16, only);
            run("d256 L4 H4 T256 B8 V8192", team, seconds, shape(8192, 256, 4, 4, 64), 8, only);
            run("d384 L6 H6 T256 B16 V8192", team, seconds, shape(8192, 384, 6, 6, 64), 16, only);
        }
    }

    private static Architecture shape(int vocabulary, int width, int layers, int heads, int headWidth) {
        return Cases.llama(vocabulary, width, layers, heads, heads, headWidth, 8 * width / 3 / 32 * 32, 256,
            Activation.SWIGLU, true, true);
    }

    private static void run(String name, ThreadTeam team, double seconds, Architecture config, int sequences,
        String only) {
        if (!name.contains(only)) {
            return;
        }
        Model model = Model.create(config, 1);
        TransformerPass pass = new TransformerPass(model, team, bf16 ? new Bf16MatMul(team) : new MatMul(team),
            Kernels.fastest(), sequences, config.context(), PassOptions.PLAIN);
        LongSupplier clock = team.size() > 1 ? System::nanoTime
            : ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime;
        pass.clock().by(clock);
        int rows = sequences * config.context();
        int[] tokens = new Random(1).ints(rows, 0, config.vocabulary()).toArray();
        int[] targets = new Random(2).ints(rows, 0, config.vocabulary()).toArray();
        float[] gradients = new float[model.parameters().size()];
        step(pass, tokens, targets, gradients, 0.4 * seconds, new double[Part.values().length], clock);
        double[] parts = new double[Part.values().length];
        double stepSeconds = step(pass, tokens, targets, gradients, 0.6 * seconds, parts, clock);
        // 6 a parameter and token in products (arXiv 2001.08361), 12 L T A / 2 in causal attention
        double flop = 6.0 * config.parameters() + 6.0 * config.layers() * config.context() * config.queryWidth();
        System.out.printf(Locale.ROOT, "%-28s %,11d parameters %,9.0f tokens/s %6.1f ms %6.1f GF/s %5.0f MB%n", name,
            config.parameters(), rows / stepSeconds, 1e3 * stepSeconds, flop * rows / stepSeconds / 1e9,
            pass.activationBytes() / 1e6);
        double sum = Arrays.stream(parts).sum();
        for (Part part : Part.values()) {
            System.out.printf(Locale.ROOT, "   %-20s %5.1f %%  %7.2f ms%n", part, 100 * parts[part.ordinal()] / sum,
                1e3 * stepSeconds * parts[part.ordinal()] / sum);
        }
    }

    /** The median step's seconds; the parts' nanoseconds of all steps. */
    private static double step(TransformerPass pass, int[] tokens, int[] targets, float[] gradients, double seconds,
        double[] parts, LongSupplier clock) {
        double[] steps = new double[100_000];
        int count = 0;
        long begin = System.nanoTime();
        for (Part part : Part.values()) {
            parts[part.ordinal()] = -pass.clock().nanos(part);
        }
        while ((System.nanoTime() - begin) / 1e9 < seconds && count < steps.length) {
            long since = clock.getAsLong();
            pass.lossAndGradients(tokens, targets, 1f / tokens.length, gradients);
            steps[count] = (clock.getAsLong() - since) / 1e9;
            count++;
        }
        for (Part part : Part.values()) {
            parts[part.ordinal()] += pass.clock().nanos(part);
        }
        Arrays.sort(steps, 0, count);
        return steps[count / 2];
    }
}
