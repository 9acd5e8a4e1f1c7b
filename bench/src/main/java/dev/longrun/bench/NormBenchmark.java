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

/** RMSNorm over 64 rows, microseconds a call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class NormBenchmark {

    private static final int ROWS = 64;

    /** Width of a row. */
    @Param({"128", "384", "768"})
    public int width;

    private final Kernels kernels = Kernels.fastest();
    private float[] x;
    private float[] y;
    private float[] gain;
    private float[] gainGradient;
    private float[] inverses;

    /** Makes the rows. */
    @Setup
    public void rows() {
        x = Product.numbers(ROWS * width, 1);
        y = Product.numbers(ROWS * width, 2);
        gain = Product.numbers(width, 3);
        gainGradient = new float[width];
        inverses = new float[ROWS];
    }

    /** Forward. */
    @Benchmark
    public float[] forward() {
        kernels.rmsNorm(x, 0, width, gain, 0, y, 0, width, inverses, 0, ROWS, width, 1e-5f);
        return y;
    }

    /** Backward. */
    @Benchmark
    public float[] backward() {
        kernels.rmsNormBackward(x, 0, width, x, 0, width, gain, 0, inverses, 0, y, 0, width, false, gainGradient, 0,
            ROWS, width);
        return y;
    }
}
