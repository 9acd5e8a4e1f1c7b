package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.longrun.model.Model;
import dev.longrun.model.TrainingPass;
import dev.longrun.run.Run;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.text.Dataset;
import dev.longrun.text.DatasetSpec;
import dev.longrun.text.Watcher;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A steady step, from the batch to the update, guard and learning rate among it, allocates nothing on any thread; the
 * line of the journal does, and is not in it. Measured in a process of its own, in which nothing but training runs:
 * what is inlined, and with it whether a vector is boxed, depends on all that a process has run before.
 */
class AllocationTest {

    private static final long MOST_NANOS = 120_000_000_000L;
    private static final int CLEAN_STEPS = 20;
    /** As training runs have them: widths and vocabularies are multiples of 16. */
    private static final List<String> SHAPE = List.of("model.vocabulary=304", "model.width=32", "model.heads=2",
        "model.kv_heads=1", "model.head_width=16", "model.ffn_width=64", "model.context=32");

    @TempDir
    private Path folder;

    @Test
    void aSteadyStepAllocatesNothing() throws IOException, InterruptedException {
        TinyRun run = TinyRun.in(folder);
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
            AllocationTest.class.getName(), run.corpus().toString(), run.runs().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor());
        assertEquals(CLEAN_STEPS + " steps without allocation", said);
    }

    /** Trains until so many steps in a row allocated nothing: vectors live on the heap until their code is compiled. */
    public static void main(String[] arguments) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Path corpus = Path.of(arguments[0]);
        Run run = new TinyRun(corpus, Path.of(arguments[1]), SHAPE).resolved().run();
        Model model = Model.create(Shapes.config(run.model()), 1);
        LearningRate rates = LearningRate.of(run.training(), 1_000_000);
        Guard guard = new Guard("loss", 1e9);
        long least = Long.MAX_VALUE;
        int clean = 0;
        try (ThreadTeam team = new ThreadTeam(2); Dataset dataset = Dataset.prepare(new DatasetSpec(
            run.data().source(), "text", 0.1, 60_000, 4000, 304), Path.of(arguments[1]), team, Watcher.SILENT)) {
            TrainingPass pass = model.trainingPass(team, TrainingStep.passSequences(run), run.model().context());
            TrainingStep work = new TrainingStep(run, dataset, model, Optimizer.of(team, model.parameters(),
                run.training()), pass, new Profile(pass));
            long until = System.nanoTime() + MOST_NANOS;
            for (long step = 1; clean < CLEAN_STEPS && System.nanoTime() < until; step++) {
                long before = threads.getTotalThreadAllocatedBytes();
                work.gradients((step - 1) * work.sequences());
                guard.check(work.loss());
                work.update(step, rates.at(step));
                long allocated = threads.getTotalThreadAllocatedBytes() - before;
                least = Math.min(least, allocated);
                clean = allocated == 0 ? clean + 1 : 0;
            }
        }
        System.out.println(clean == CLEAN_STEPS ? clean + " steps without allocation" : least + " bytes in the quietest"
            + " step");
    }
}
