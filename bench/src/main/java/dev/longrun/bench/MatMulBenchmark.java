package dev.longrun.bench;

import dev.longrun.tensor.ThreadTeam;
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

/** Matrix products of training shapes on one thread, microseconds a call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MatMulBenchmark {

    /** Which of {@link ProductShape#TRAINING}. */
    @Param({"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14"})
    public int shape;

    private ThreadTeam team;
    private Multiplier.Prepared nn;
    private Multiplier.Prepared nt;
    private Multiplier.Prepared tn;

    /** Makes the matrices. */
    @Setup
    public void matrices() {
        team = new ThreadTeam(1);
        nn = prepared(Kind.NN);
        nt = prepared(Kind.NT);
        tn = prepared(Kind.TN);
    }

    private Multiplier.Prepared prepared(Kind kind) {
        Product product = ProductShape.TRAINING.get(shape).product(kind);
        return new OurMultiplier(team).prepare(product, product.a(), product.b());
    }

    /** Gradient of the inputs. */
    @Benchmark
    public void nn() {
        nn.multiply();
    }

    /** Forward. */
    @Benchmark
    public void nt() {
        nt.multiply();
    }

    /** Gradient of the weights. */
    @Benchmark
    public void tn() {
        tn.multiply();
    }
}
