package dev.longrun.tensor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Once compiled, no kernel allocates: every vector lives in a register. */
class AllocationTest {

    private static final long MOST_NANOS = 20_000_000_000L;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void kernelsAllocateNothing() {
        Kernels k = Kernels.fastest();
        int n = 1003; // with an end that fills no vector
        float[] x = filled(n);
        float[] y = filled(n);
        float[] z = filled(n);
        float[] w = filled(n);
        float[] v = filled(n);
        float[] gain = filled(n);
        settles("dot", () -> k.dot(x, 0, y, 0, n));
        settles("add", () -> k.add(x, 0, y, 0, n));
        settles("scale", () -> k.scale(x, 0, 1, n));
        settles("rmsNorm", () -> k.rmsNorm(x, 0, 101, gain, 0, y, 0, 101, z, 0, 9, 101, 1e-5f));
        settles("rmsNormBackward", () -> k.rmsNormBackward(x, 0, 101, y, 0, 101, gain, 0, z, 0, w, 0, 101, false,
            v, 0, 9, 101));
        settles("rope", () -> k.rope(x, 0, y, z, 0, 70, 1));
        settles("siluMultiply", () -> k.siluMultiply(x, 0, y, 0, z, 0, n));
        settles("siluMultiplyBackward", () -> k.siluMultiplyBackward(x, 0, y, 0, z, 0, w, 0, v, 0, n));
        settles("reluSquared", () -> k.reluSquared(x, 0, y, 0, n));
        settles("reluSquaredBackward", () -> k.reluSquaredBackward(x, 0, y, 0, z, 0, n));
        settles("softmax", () -> k.softmax(x, 0, 1, n));
        settles("softmaxAgain", () -> k.softmaxAgain(x, 0, 1, 0, n));
        settles("softmaxBackward", () -> k.softmaxBackward(x, 0, y, 0, 0.1f, 1, n));
        settles("crossEntropy", () -> k.crossEntropy(x, 0, n, 5, 1, 1e-4f));
        settles("sumOfSquares", () -> k.sumOfSquares(x, 0, n));
        settles("adamW", () -> k.adamW(x, 0, y, 0, z, 0, w, 0, n, 1, 1e-3f, 0.9f, 0.99f, 1, 1, 1e-8f, 0.1f));
        settles("nesterov", () -> k.nesterov(x, 0, y, 0, n, 1, 0.9f));
        settles("step", () -> k.step(x, 0, y, 0, n, 1e-3f, 1, 0.1f));
    }

    @Test
    void productsAndTeamAllocateNothing() {
        float[] a = filled(150 * 150);
        float[] b = filled(150 * 150);
        float[] c = filled(150 * 150);
        for (int size : new int[] {1, 2}) {
            try (ThreadTeam team = new ThreadTeam(size)) {
                MatMul product = new MatMul(team);
                settles("nn " + size, () -> product.nn(149, 133, 150, a, 0, 150, b, 0, 150, c, 0, 150, false));
                settles("nt " + size, () -> product.nt(149, 133, 150, a, 0, 150, b, 0, 150, c, 0, 150, true));
                settles("tn " + size, () -> product.tn(149, 133, 150, a, 0, 150, b, 0, 150, c, 0, 150, false));
            }
        }
    }

    /** Calls until ten calls in a row allocated nothing. */
    private void settles(String name, Runnable call) {
        long until = System.nanoTime() + MOST_NANOS;
        long allocated = 0;
        int clean = 0;
        while (clean < 10 && System.nanoTime() < until) {
            long before = threads.getCurrentThreadAllocatedBytes();
            call.run();
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
            clean = allocated == 0 ? clean + 1 : 0;
        }
        assertTrue(clean == 10, name + " still allocates " + allocated + " bytes a call");
    }

    private static float[] filled(int n) {
        float[] x = new float[n];
        Arrays.fill(x, 0.01f);
        return x;
    }
}
