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

/** Cross-entropy of one row of logits and its gradient, microseconds a call; the row is copied first. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CrossEntropyBenchmark {

    /** Tokens in the vocabulary. */
    @Param({"4096", "8192", "32768"})
    public int vocabulary;

    private final Kernels kernels = Kernels.fastest();
    private float[] logits;
    private float[] row;

    /** Makes the row. */
    @Setup
    public void rows() {
        logits = Product.numbers(vocabulary, 1);
        row = new float[vocabulary];
    }

    /** Loss and gradient. */
    @Benchmark
    public float lossAndGradient() {
        System.arraycopy(logits, 0, row, 0, vocabulary);
        return kernels.crossEntropy(row, 0, vocabulary, 7, 1e-4f, 0);
    }
}
