package dev.longrun.train;

import dev.longrun.model.Model;
import dev.longrun.model.TrainingPass;
import dev.longrun.plan.MachineSpeed;
import dev.longrun.plan.TokenTime;
import dev.longrun.run.ModelShape;
import dev.longrun.run.Recipe.Precision;
import dev.longrun.run.Run;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.Peak;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.text.Dataset;
import dev.longrun.text.DatasetSpec;
import dev.longrun.text.Watcher;
import dev.longrun.weights.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;

/**
 * Measures how fast this machine trains, in ten to twenty seconds, and keeps the answer in the user's cache folder.
 * Matrix products, the optimiser's sweep and the peak are timed by themselves; attention and the elementwise rest are
 * solved from two small training passes that differ in their context length. What is left of error goes by timing a few
 * passes of the very shape of a run ({@link #of(Run, MachineSpeed)}).
 */
public final class Calibration {

    private static final int[] WIDTHS = {32, 64, 128, 256, 512, 1024};
    private static final int PRODUCT_TOKENS = 1024;
    private static final int PASS_TOKENS = 2048;
    private static final double PRODUCT_SECONDS = 0.15;
    private static final double PASS_SECONDS = 1;
    private static final int MOST_ROUNDS = 8;
    private static final int TEXT_BYTES = 4_000_000;
    /** Raised by a change that makes training faster or slower: what was measured before it no longer counts. */
    private static final int KERNELS = 2;

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
        return read(file, Kept.class).filter(kept -> kept.key().equals(key(threads))).map(Kept::speed).orElseGet(() -> {
            MachineSpeed speed = measure(threads, progress);
            write(file, new Kept(key(threads), speed));
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
            "longrun " + ThisMachine.longrunVersion() + " kernels " + KERNELS);
    }

    private record Steps(SortedMap<String, Double> secondsPerToken) {
    }

    /** What was kept, if it is there and whole. */
    private static <T> Optional<T> read(Path file, Class<T> type) {
        try {
            return Files.isRegularFile(file) ? Optional.of(Json.MAPPER.readValue(Files.readString(file), type))
                : Optional.empty();
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }

    /** Keeps it for the next time; where that cannot be, the next time measures again. */
    private static void write(Path file, Object kept) {
        try {
            Files.createDirectories(file.getParent());
            Durable.write(file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(kept) + "\n");
        } catch (IOException notKept) {
            return;
        }
    }

    private static Path cacheFolder() {
        String set = System.getenv("XDG_CACHE_HOME");
        return (set == null || set.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(set))
            .resolve("longrun");
    }

    private MachineSpeed measure() {
        ModelShape shortContext = shape(32);
        ModelShape longContext = shape(512);
        double warmup = pass(longContext, Precision.F32, PASS_TOKENS, PASS_SECONDS).excess();
        tell();
        double text = textBytesPerSecond();
        tell();
        SortedMap<Integer, Double> products = new TreeMap<>();
        for (int width : WIDTHS) {
            products.put(width, products(width));
            tell();
        }
        double peak = Math.max(Peak.flops(team), products.values().stream().mapToDouble(x -> x).max().orElseThrow());
        tell();
        double memory = sweep();
        tell();
        double shortSeconds = pass(shortContext, Precision.F32, PASS_TOKENS, PASS_SECONDS).median() / PASS_TOKENS;
        tell();
        double longSeconds = pass(longContext, Precision.F32, PASS_TOKENS, PASS_SECONDS).median() / PASS_TOKENS;
        tell();
        // With speeds of 1 the parts are plain counts: FLOP of attention and bytes of the elementwise rest a token.
        MachineSpeed unit = new MachineSpeed("unit", 1, peak, products, 1, 1, memory, 1, 0, 1, "");
        TokenTime few = TokenTime.training(shortContext, unit);
        TokenTime many = TokenTime.training(longContext, unit);
        double fewRest = shortSeconds - few.matmul();
        double manyRest = longSeconds - many.matmul();
        double determinant = few.attention() * many.elementwise() - many.attention() * few.elementwise();
        // Noise may leave one of the two next to nothing: each stays within what a machine can be.
        double attention = Math.clamp((fewRest * many.elementwise() - manyRest * few.elementwise()) / determinant,
            1 / peak, 20 / peak);
        double elementwise = Math.clamp((fewRest - attention * few.attention()) / few.elementwise(), 0.1 / memory,
            20 / memory);
        return new MachineSpeed(ThisMachine.cpu(), team.size(), peak, products, 1 / attention, 1 / elementwise, memory,
            text, warmup, ThisMachine.memoryBytes(), Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    /**
     * The speed of this machine as a run of exactly this shape will find it: a few of its own training passes are
     * timed, from the cache or now, and what the sum over single operations misses is corrected by one factor.
     */
    static MachineSpeed of(Run run, MachineSpeed machine) {
        ModelShape shape = run.model();
        long microBatchTokens = run.training().microBatchTokens();
        Path file = cacheFolder().resolve("steps-" + machine.threads() + "-threads.json");
        Precision precision = run.training().precision();
        String pass = key(machine.threads()) + " | " + shape + " | " + microBatchTokens
            + (precision == Precision.F32 ? "" : " | " + precision);
        SortedMap<String, Double> kept = new TreeMap<>(read(file, Steps.class).map(Steps::secondsPerToken)
            .orElse(new TreeMap<>()));
        Double seconds = kept.get(pass);
        if (seconds == null) {
            try (ThreadTeam team = new ThreadTeam(machine.threads())) {
                seconds = new Calibration(team, _ -> { }).pass(shape, precision,
                    Math.toIntExact(microBatchTokens), PASS_SECONDS).median() / microBatchTokens;
            }
            kept.put(pass, seconds);
            write(file, new Steps(kept));
        }
        return machine.slowedBy(seconds / TokenTime.training(shape, machine).total());
    }

    /** Bytes a second of preparing text: some of the JDK's own, or, where it is missing, of made-up words. */
    private double textBytesPerSecond() {
        try {
            Path folder = Files.createTempDirectory("longrun-calibration");
            try {
                Path words = folder.resolve("words.txt");
                StringBuilder text = new StringBuilder();
                for (int i = 0; text.length() < TEXT_BYTES; i++) {
                    // Words repeat as they do in text: few are frequent, many are rare.
                    long rank = (long) Math.pow(50_000, (i * 2654435761L >>> 8) % 100_003 / 100_003.0);
                    text.append("word").append(Long.toString(rank * 7919, 26)).append(i % 11 == 0 ? ".\n" : " ");
                }
                Files.writeString(words, text);
                long before = System.nanoTime();
                Dataset.prepare(new DatasetSpec(List.of(words.toString()), "text", 0.05, TEXT_BYTES, TEXT_BYTES, 2048),
                    folder.resolve("data"), team, Watcher.SILENT).close();
                return text.length() / ((System.nanoTime() - before) / 1e9);
            } finally {
                Durable.delete(folder);
            }
        } catch (IOException noRoom) {
            throw new TrainException("the temporary folder cannot be written, which measuring this machine needs: "
                + noRoom.getMessage(), noRoom);
        }
    }

    /** FLOP/s of the three products of a square layer of {@code width}, as a step mixes them. */
    private double products(int width) {
        MatMul multiply = new MatMul(team);
        float[] x = new float[PRODUCT_TOKENS * width];
        float[] y = new float[PRODUCT_TOKENS * width];
        float[] w = new float[width * width];
        Arrays.fill(x, 0.01f);
        Arrays.fill(w, 0.01f);
        double seconds = times(() -> {
            multiply.nt(PRODUCT_TOKENS, width, width, x, 0, width, w, 0, width, y, 0, width, false);
            multiply.nn(PRODUCT_TOKENS, width, width, x, 0, width, w, 0, width, y, 0, width, false);
            multiply.tn(width, width, PRODUCT_TOKENS, x, 0, width, y, 0, width, w, 0, width, false);
            Arrays.fill(w, 0.01f);
        }, PRODUCT_SECONDS).median();
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
        return 28.0 * chunk * chunks / times(() -> team.run(chunks, task), PRODUCT_SECONDS).median();
    }

    private static ModelShape shape(int context) {
        return new ModelShape(Optional.empty(), ModelShape.Family.LLAMA, 2, 128, 4, 4, 32, 352, 2048, context,
            ModelShape.Activation.SWIGLU, false, false, 10_000, 1e-5);
    }

    /** Times of a training pass over so many tokens, without the optimiser. */
    private Times pass(ModelShape shape, Precision precision, int passTokens, double seconds) {
        Model model = Model.create(Shapes.config(shape), 1);
        TrainingPass pass = model.trainingPass(team, Precisions.products(precision, team),
            passTokens / shape.context(), shape.context(), 0, 0);
        int[] tokens = new int[passTokens];
        for (int i = 0; i < passTokens; i++) {
            tokens[i] = (int) ((i * 2654435761L >>> 7) % shape.vocabulary());
        }
        float[] gradients = new float[model.parameters().size()];
        return times(() -> pass.lossAndGradients(tokens, tokens, 1e-4f, gradients), seconds);
    }

    /**
     * How long calls took.
     *
     * @param median of the calls once they have stopped getting quicker
     * @param excess what all calls took beyond that many medians: the warming up
     */
    private record Times(double median, double excess) {
    }

    /** Calls for rounds of {@code seconds}, at least two, until a round is no quicker than the one before. */
    private static Times times(Runnable work, double seconds) {
        double spent = 0;
        long calls = 0;
        double before = Double.POSITIVE_INFINITY;
        for (int round = 0;; round++) {
            double[] times = round(work, seconds);
            spent += Arrays.stream(times).sum();
            calls += times.length;
            Arrays.sort(times);
            double median = times[times.length / 2];
            if (round + 1 >= MOST_ROUNDS || median > 0.97 * before) {
                double settled = Math.min(median, before);
                return new Times(settled, Math.max(0, spent - calls * settled));
            }
            before = median;
        }
    }

    private static double[] round(Runnable work, double seconds) {
        double[] times = new double[20_000];
        int calls = 0;
        long start = System.nanoTime();
        while (calls < 3 || calls < times.length && (System.nanoTime() - start) / 1e9 < seconds) {
            long before = System.nanoTime();
            work.run();
            times[calls++] = (System.nanoTime() - before) / 1e9;
        }
        return Arrays.copyOf(times, calls);
    }

    private void tell() {
        progress.accept(++done / (WIDTHS.length + 6.0));
    }
}
