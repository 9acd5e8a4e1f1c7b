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

/** Softmax of one row of scores, microseconds a call; the row is copied first. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SoftmaxBenchmark {

    /** Places of the row. */
    @Param({"64", "256", "1024"})
    public int places;

    private final Kernels kernels = Kernels.fastest();
    private float[] scores;
    private float[] row;

    /** Makes the row. */
    @Setup
    public void rows() {
        scores = Product.numbers(places, 1);
        row = new float[places];
    }

    /** Forward. */
    @Benchmark
    public float forward() {
        System.arraycopy(scores, 0, row, 0, places);
        return kernels.softmax(row, 0, 0.125f, places);
    }

    /** Backward. */
    @Benchmark
    public float[] backward() {
        System.arraycopy(scores, 0, row, 0, places);
        kernels.softmaxBackward(row, 0, scores, 0, 0.01f, 0.125f, places);
        return row;
    }
}
