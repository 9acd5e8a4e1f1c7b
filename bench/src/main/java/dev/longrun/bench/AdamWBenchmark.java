package dev.longrun.bench;

import dev.longrun.tensor.Kernels;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One sweep of AdamW on one thread, microseconds a call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class AdamWBenchmark {

    /** Parameters: in the caches, and far beyond them. */
    @Param({"65536", "16777216"})
    public int parameters;

    private final Kernels kernels = Kernels.fastest();
    private float[] weights;
    private float[] gradients;
    private float[] m;
    private float[] v;

    /** Makes the arrays. */
    @Setup
    public void arrays() {
        weights = Product.numbers(parameters, 1);
        gradients = Product.numbers(parameters, 2);
        m = new float[parameters];
        v = new float[parameters];
    }

    /** The update. */
    @Benchmark
    public float[] update() {
        kernels.adamW(weights, 0, gradients, 0, m, 0, v, 0, parameters, 1, 1e-3f, 0.9f, 0.95f, 0.1f, 0.05f, 1e-8f,
            0.1f);
        return weights;
    }

    /** The sum of squares that clipping goes by. */
    @Benchmark
    public double sumOfSquares() {
        return kernels.sumOfSquares(gradients, 0, parameters);
    }
}
