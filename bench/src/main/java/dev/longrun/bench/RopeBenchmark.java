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

/** The rotary embedding of 64 vectors, microseconds a call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RopeBenchmark {

    private static final int VECTORS = 64;

    /** Width of a head. */
    @Param({"32", "64", "128"})
    public int headWidth;

    private final Kernels kernels = Kernels.fastest();
    private float[] x;
    private float[] cos;
    private float[] sin;

    /** Makes vectors and angles; the turns keep their lengths. */
    @Setup
    public void vectors() {
        x = Product.numbers(VECTORS * headWidth, 1);
        cos = new float[VECTORS * headWidth / 2];
        sin = new float[VECTORS * headWidth / 2];
        for (int i = 0; i < cos.length; i++) {
            cos[i] = (float) Math.cos(i);
            sin[i] = (float) Math.sin(i);
        }
    }

    /** Forward. */
    @Benchmark
    public float[] forward() {
        for (int i = 0; i < VECTORS; i++) {
            kernels.rope(x, i * headWidth, cos, sin, i * headWidth / 2, headWidth, 1f);
        }
        return x;
    }
}
