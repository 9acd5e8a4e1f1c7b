package dev.longrun.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.Cases.Case;
import dev.longrun.tensor.ThreadTeam;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * A steady step allocates nothing. Measured in a process of its own: what the compiler inlines, and with it whether a
 * vector is boxed, depends on all that a process has run before, and other tests run shapes that no training run has.
 */
class AllocationTest {

    private static final int MOST_STEPS = 3000;

    @Test
    void aSteadyStepAllocatesNothing() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path"),
            AllocationTest.class.getName()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String least = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertEquals(0, process.waitFor());
        assertEquals("0", least, "bytes in the quietest step");
    }

    /** Prints the bytes of the quietest of many steps: vectors live on the heap until their code is compiled. */
    public static void main(String[] arguments) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Architecture config = Cases.llama(64, 64, 2, 4, 2, 16, 48, 64, Activation.SWIGLU, true, true);
        Case batch = new Case("batch", config, 2, 64);
        Model model = Model.create(config, 13);
        float scale = batch.scale();
        int[] tokens = batch.tokens();
        int[] targets = batch.targets();
        float[] gradients = new float[model.parameters().size()];
        long least = Long.MAX_VALUE;
        try (ThreadTeam team = new ThreadTeam(1)) {
            TrainingPass pass = model.trainingPass(team, 2, 64);
            for (int step = 0; step < MOST_STEPS && least > 0; step++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                pass.lossAndGradients(tokens, targets, scale, gradients);
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
        }
        System.out.println(least);
    }
}
