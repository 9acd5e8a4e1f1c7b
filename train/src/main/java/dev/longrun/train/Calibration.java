package dev.longrun.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.longrun.model.Model;
import dev.longrun.model.TrainingPass;
import dev.longrun.plan.MachineSpeed;
import dev.longrun.plan.TokenTime;
import dev.longrun.run.ModelShape;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.Peak;
import dev.longrun.tensor.ThreadTeam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;

/**
 * Measures how fast this machine trains, in about ten seconds, and keeps the answer in the user's cache folder. Matrix
 * products, the optimiser's sweep and the peak are timed by themselves; attention and the elementwise rest are solved
 * from two small training passes that differ in their context length.
 */
public final class Calibration {

    private static final int[] WIDTHS = {32, 64, 128, 256, 512, 1024};
    private static final int PRODUCT_TOKENS = 1024;
    private static final int PASS_TOKENS = 2048;
    private static final double MEASURE_SECONDS = 0.12;

    private final ThreadTeam team;
    private final DoubleConsumer progress;
    private int done;

    private Calibration(ThreadTeam team, DoubleConsumer progress) {
        this.team = team;
        this.progress = progress;
    }

    /**
     * The speed of this machine with {@code threads} threads, from the cache or measured now.
     *
     * @param progress told the share done, 0 to 1, while measuring
     */
    public static MachineSpeed of(int threads, DoubleConsumer progress) {
        Path file = cacheFolder().resolve("machine-" + threads + "-threads.json");
        return read(file, threads).orElseGet(() -> {
            MachineSpeed speed = measure(threads, progress);
            try {
                Files.createDirectories(file.getParent());
                Durable.write(file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(
                    new Kept(key(threads), speed)));
            } catch (IOException notKept) {
                return speed;
            }
            return speed;
        });
    }

    /** Measures now. */
    public static MachineSpeed measure(int threads, DoubleConsumer progress) {
        try (ThreadTeam team = new ThreadTeam(threads)) {
            return new Calibration(team, progress).measure();
        }
    }

    private record Kept(String key, MachineSpeed speed) {
    }

    private static String key(int threads) {
        return String.join(" | ", ThisMachine.cpu(), threads + " threads", Runtime.version().toString(),
            "longrun " + ThisMachine.longrunVersion());
    }

    private static Optional<MachineSpeed> read(Path file, int threads) {
        try {
            if (Files.isRegularFile(file)) {
                Kept kept = Json.MAPPER.readValue(Files.readString(file), Kept.class);
                return kept.key().equals(key(threads)) ? Optional.of(kept.speed()) : Optional.empty();
            }
        } catch (JsonProcessingException damaged) {
            return Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Path cacheFolder() {
        String set = System.getenv("XDG_CACHE_HOME");
        return (set == null || set.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(set))
            .resolve("longrun");
    }

    private MachineSpeed measure() {
        SortedMap<Integer, Double> products = new TreeMap<>();
        products(256);
        for (int width : WIDTHS) {
            products.put(width, products(width));
            tell();
        }
        double peak = Math.max(Peak.flops(team), products.values().stream().mapToDouble(x -> x).max().orElseThrow());
        tell();
        double memory = sweep();
        tell();
        ModelShape shortContext = shape(32);
        ModelShape longContext = shape(512);
        double shortSeconds = pass(shortContext);
        tell();
        double longSeconds = pass(longContext);
        tell();
        // With speeds of 1 the parts are plain counts: FLOP of attention and bytes of the elementwise rest a token.
        MachineSpeed unit = new MachineSpeed("unit", 1, peak, products, 1, 1, memory, 1, 1, "");
        TokenTime few = TokenTime.training(shortContext, unit);
        TokenTime many = TokenTime.training(longContext, unit);
        double fewRest = Math.max(shortSeconds - few.matmul(), 0.1 * shortSeconds);
        double manyRest = Math.max(longSeconds - many.matmul(), 0.1 * longSeconds);
        double determinant = few.attention() * many.elementwise() - many.attention() * few.elementwise();
        double attention = (fewRest * many.elementwise() - manyRest * few.elementwise()) / determinant;
        attention = Math.clamp(attention, 1 / peak, 50 / peak);
        double elementwise = (fewRest - attention * few.attention()) / few.elementwise();
        elementwise = Math.max(elementwise, 0.05 * fewRest / few.elementwise());
        return new MachineSpeed(ThisMachine.cpu(), team.size(), peak, products, 1 / attention, 1 / elementwise, memory,
            TEXT_BYTES_PER_SECOND * team.size(), ThisMachine.memoryBytes(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static final double TEXT_BYTES_PER_SECOND = 5e6;

    /** FLOP/s of the three products of a square layer of {@code width}, as a step mixes them. */
    private double products(int width) {
        MatMul multiply = new MatMul(team);
        float[] x = new float[PRODUCT_TOKENS * width];
        float[] y = new float[PRODUCT_TOKENS * width];
        float[] w = new float[width * width];
        Arrays.fill(x, 0.01f);
        Arrays.fill(w, 0.01f);
        double seconds = median(() -> {
            multiply.nt(PRODUCT_TOKENS, width, width, x, 0, width, w, 0, width, y, 0, width, false);
            multiply.nn(PRODUCT_TOKENS, width, width, x, 0, width, w, 0, width, y, 0, width, false);
            multiply.tn(width, width, PRODUCT_TOKENS, x, 0, width, y, 0, width, w, 0, width, false);
            Arrays.fill(w, 0.01f);
        }, 3 * MEASURE_SECONDS);
        return 3 * 2.0 * PRODUCT_TOKENS * width * width / seconds;
    }

    /** Bytes a second of AdamW over arrays that no cache holds: it reads four and writes three. */
    private double sweep() {
        int chunk = 1 << 16;
        int chunks = 96;
        float[][] arrays = new float[4][chunk * chunks];
        Kernels kernels = Kernels.fastest();
        ThreadTeam.Task task = (i, worker) -> kernels.adamW(arrays[0], i * chunk, arrays[1], i * chunk, arrays[2],
            i * chunk, arrays[3], i * chunk, chunk, 1, 1e-3f, 0.9f, 0.95f, 1, 1, 1e-8f, 0.1f);
        return 28.0 * chunk * chunks / median(() -> team.run(chunks, task), 4 * MEASURE_SECONDS);
    }

    private static ModelShape shape(int context) {
        return new ModelShape(Optional.empty(), ModelShape.Family.LLAMA, 2, 128, 4, 4, 32, 352, 2048, context,
            ModelShape.Activation.SWIGLU, false, false, 10_000, 1e-5);
    }

    /** Seconds a token of a training pass, without the optimiser. */
    private double pass(ModelShape shape) {
        Model model = Model.create(Shapes.config(shape), 1);
        TrainingPass pass = model.trainingPass(team, PASS_TOKENS / shape.context(), shape.context());
        int[] tokens = new int[PASS_TOKENS];
        for (int i = 0; i < PASS_TOKENS; i++) {
            tokens[i] = (int) ((i * 2654435761L >>> 7) % shape.vocabulary());
        }
        float[] gradients = new float[model.parameters().size()];
        return median(() -> pass.lossAndGradients(tokens, tokens, 1e-4f, gradients), 15 * MEASURE_SECONDS)
            / PASS_TOKENS;
    }

    /** The median of the second half of the calls made in {@code seconds}; the first half warms up. */
    private static double median(Runnable work, double seconds) {
        double[] times = new double[20_000];
        int calls = 0;
        long start = System.nanoTime();
        while (calls < 6 || calls < times.length && (System.nanoTime() - start) / 1e9 < seconds) {
            long before = System.nanoTime();
            work.run();
            times[calls++] = (System.nanoTime() - before) / 1e9;
        }
        double[] late = Arrays.copyOfRange(times, calls / 2, calls);
        Arrays.sort(late);
        return late[late.length / 2];
    }

    private void tell() {
        progress.accept(++done / (WIDTHS.length + 4.0));
    }
}
