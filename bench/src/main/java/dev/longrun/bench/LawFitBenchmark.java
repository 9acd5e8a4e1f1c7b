package dev.longrun.bench;

import dev.longrun.laws.Bootstrap;
import dev.longrun.laws.Chinchilla;
import dev.longrun.laws.Fit;
import dev.longrun.laws.Fitter;
import dev.longrun.laws.Ladder;
import dev.longrun.laws.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
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

/** One fit of Chinchilla's law to 240 noisy points, and 1,000 draws of its bootstrap, milliseconds a call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LawFitBenchmark {

    private static final int POINTS = 240;

    /** Threads of the bootstrap. */
    @Param({"1", "2"})
    public int threads;

    private Ladder ladder;
    private Fit fit;

    /** Makes the points: six levels of size, lengths from 2 to 200 tokens a parameter, noise of 0.5 %. */
    @Setup
    public void points() {
        SplittableRandom random = new SplittableRandom(1);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            double n = 5e7 * Math.pow(3, i % 6);
            double d = n * 2 * Math.pow(100, random.nextDouble());
            double loss = 1.8 + 480 * Math.pow(n, -.35) + 2100 * Math.pow(d, -.37);
            points.add(Point.of(n, d, loss * Math.exp(.005 * random.nextGaussian())));
        }
        ladder = Ladder.of(points);
        fit = new Fitter(new Chinchilla(), ladder).fit();
    }

    /** The fit. */
    @Benchmark
    public Fit fit() {
        return new Fitter(new Chinchilla(), ladder).fit();
    }

    /** The bootstrap. */
    @Benchmark
    public Bootstrap bootstrap() {
        return Bootstrap.of(fit, Bootstrap.DRAWS, threads);
    }
}
