package dev.longrun.bench;

import dev.longrun.cluster.Chip;
import dev.longrun.cluster.Fixed;
import dev.longrun.cluster.Network;
import dev.longrun.cluster.Precision;
import dev.longrun.cluster.Search;
import dev.longrun.cluster.SearchRequest;
import dev.longrun.cluster.SearchResult;
import dev.longrun.cluster.Software;
import dev.longrun.cluster.Transformer;
import dev.longrun.run.HardwareTable;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Whole searches of the best layout a second, and the layouts in them: feasible ones are timed, all are weighed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SearchBenchmark {

    /** GPT-3 175B on 1,024 A100 (Calculon's large case), DeepSeek-V3's shape on 2,048 H100. */
    @Param({"gpt3", "deepseek-v3"})
    public String model;

    /** Of the search. */
    @Param({"1", "2"})
    public int threads;

    private SearchRequest request;

    /** Layouts a second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Layouts {

        /** That fit in memory. */
        public long feasible;
        /** That divide evenly. */
        public long examined;

        /** Starts again. */
        @Setup(Level.Iteration)
        public void reset() {
            feasible = 0;
            examined = 0;
        }
    }

    /** Makes the request. */
    @Setup
    public void request() {
        boolean gpt = model.equals("gpt3");
        Chip chip = Chip.of(HardwareTable.named(gpt ? "a100-sxm-80gb" : "h100-sxm-80gb").orElseThrow());
        Transformer shape = gpt
            ? new Transformer(96, 12_288, 96, 96, 128, 49_152, false, 51_200, true, Optional.empty(), Optional.empty())
            : new Transformer(61, 7168, 128, 128, 128, 18_432, true, 129_280, false,
                Optional.of(new Transformer.Experts(256, 8, 1, 2048, 3)),
                Optional.of(new Transformer.Latent(1536, 512, 128, 64, 128)));
        request = new SearchRequest(shape, gpt ? 2048 : 4096, gpt ? 1536 : 16_384, Precision.BF16, chip,
            Network.flat(chip.networkBandwidth().orElseThrow()), gpt ? 1024 : 2048, Software.GRAPHED, Fixed.nothing());
    }

    /** One search. */
    @Benchmark
    public SearchResult search(Layouts layouts) {
        SearchResult found = new Search(threads).search(request);
        layouts.feasible += found.feasible();
        layouts.examined += found.examined();
        return found;
    }
}
