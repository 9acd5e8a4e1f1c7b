package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.longrun.plan.MachineSpeed;
import dev.longrun.plan.Resolver;
import dev.longrun.run.Run;
import dev.longrun.run.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time and memory as planned, held against a run of a small size. */
class PlannedCostTest {

    private static final int TRIES = 3;
    private static final double TIME_WITHIN = 0.10;
    private static final double MEMORY_WITHIN = 0.15;
    private static final String[] SMALL = {"model.width=64", "model.heads=2", "model.kv_heads=2", "model.head_width=32",
        "model.ffn_width=168", "model.context=128", "training.micro_batch_tokens=1024", "training.batch_tokens=2048",
        "training.tokens=614400", "training.evaluate_every=100", "training.checkpoint_every=100"};

    @TempDir
    private Path folder;

    /** One of a few tries, for other programs take time too. */
    @Tag("nightly")
    @Test
    void theTimeIsWithinTenPercent() throws IOException {
        List<String> tries = new ArrayList<>();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int threads = Runtime.getRuntime().availableProcessors();
            MachineSpeed speed = Calibration.measure(threads, _ -> { });
            TinyRun run = TinyRun.in(folder, SMALL).at("try " + attempt);
            RunFile file = run.file();
            Run own = Resolver.resolve(file, Optional.of(speed));
            TrainingRun.planned(file, own, TrainingRun.folder(file, run.runs()),
                Optional.of(Calibration.of(own, speed)))
                .train(threads, TinyRun.QUIET, () -> false);
            Event.Finished end = run.journal(Event.Finished.class).getFirst();
            double share = end.plannedSeconds() / end.seconds();
            tries.add(String.format(Locale.ROOT, "planned %.2f s, took %.2f s (%.2f)", end.plannedSeconds(),
                end.seconds(), share));
            if (Math.abs(share - 1) <= TIME_WITHIN) {
                return;
            }
        }
        fail(tries.toString());
    }

    @Tag("nightly")
    @Test
    void thePeakMemoryIsWithinFifteenPercent() throws IOException, InterruptedException {
        assertMemory(TinyRun.in(folder, SMALL).with("training.tokens=122880"));
    }

    @Tag("nightly")
    @Test
    void thePeakMemoryOfALargerModelIsWithinFifteenPercent() throws IOException, InterruptedException {
        assertMemory(TinyRun.in(folder, SMALL).with("model.width=384", "model.layers=8", "model.heads=6",
            "model.kv_heads=6", "model.head_width=64", "model.ffn_width=1024", "model.context=256",
            "training.micro_batch_tokens=4096", "training.batch_tokens=4096", "training.tokens=24576"));
    }

    /** The JVM options that stand in the launcher: they decide how much memory a heap takes. */
    private static String[] launchersOptions() throws IOException {
        Path launcher = Path.of(System.getProperty("longrun.root"), "longrun");
        String text = Files.readString(launcher);
        int from = text.indexOf("exec \"$jdk/bin/java\"");
        String command = text.substring(from, text.indexOf("\"$@\"", from));
        String[] options = Pattern.compile("(?<=\\s)-X[^\\s\"$]+(?=\\s)").matcher(command).results()
            .map(MatchResult::group).toArray(String[]::new);
        assertTrue(List.of(options).contains("-XX:+UseSerialGC"), List.of(options).toString());
        return options;
    }

    /** In a process started as the launcher does. */
    private static void assertMemory(TinyRun run) throws IOException, InterruptedException {
        try (ChildRun child = ChildRun.start(run, 0, launchersOptions())) {
            child.awaitEnd();
            child.awaitLine("FINISHED");
        }
        Event.Finished end = run.journal(Event.Finished.class).getFirst();
        assertEquals(1, (double) end.plannedMemoryBytes() / end.peakMemoryBytes(), MEMORY_WITHIN, () -> "planned "
            + end.plannedMemoryBytes() / 1_000_000 + " MB, held " + end.peakMemoryBytes() / 1_000_000 + " MB");
    }
}
