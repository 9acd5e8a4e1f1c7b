package dev.longrun.bench;

import dev.longrun.tensor.Peak;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.train.ThisMachine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/** Measures every product of every shape, Longrun and a peer in alternation. */
final class KernelBench {

    private static final int WARM_ROUNDS = 2;
    private static final int WARM_TURNS = 30;
    private static final double GIGA = 1e9;
    private static final Spread NONE = new Spread(0, 0, 0);

    private final ThreadTeam team;
    private final Multiplier ours;
    private final Optional<Multiplier> peer;
    private final int rounds;
    private final double turnSeconds;
    private double peak;

    KernelBench(ThreadTeam team, Optional<Multiplier> peer, int rounds, double turnSeconds) {
        this.team = team;
        this.ours = new OurMultiplier(team);
        this.peer = peer;
        this.rounds = rounds;
        this.turnSeconds = turnSeconds;
    }

    /** {@code progress} is told the share done. */
    KernelReport run(List<ProductShape> shapes, DoubleConsumer progress) throws InterruptedException {
        List<Measured> measured = new ArrayList<>();
        Kind[] kinds = Kind.values();
        warm(shapes.getFirst(), kinds, progress);
        for (Kind kind : kinds) {
            for (ProductShape shape : shapes) {
                measured.add(measure(shape, kind));
                peak = Math.max(peak, Peak.flops(team) / GIGA);
                progress.accept((double) measured.size() / (kinds.length * shapes.size()));
            }
        }
        List<KernelFigure> figures = measured.stream().map(this::figure).toList();
        return new KernelReport(ThisMachine.cpu(), LocalDate.now().toString(), Runtime.version().toString(),
            team.size(), rounds, peak, peer.map(Multiplier::title).orElse(""), figures,
            Arrays.stream(kinds).map(kind -> KernelMean.of(kind, figures)).toList());
    }

    /** The JVM compiles a product only when it has seen it for a while. */
    private void warm(ProductShape shape, Kind[] kinds, DoubleConsumer progress) throws InterruptedException {
        for (Kind kind : kinds) {
            progress.accept(0);
            Product product = shape.product(kind);
            try (Multiplier.Prepared own = ours.prepare(product, product.a(), product.b())) {
                Alternation.seconds(1, WARM_TURNS * turnSeconds, own::multiply);
            }
        }
    }

    /** GFLOP/s by contestant and round. */
    private record Measured(ProductShape shape, Kind kind, double[][] gflops) {
    }

    private Measured measure(ProductShape shape, Kind kind) throws InterruptedException {
        Product product = shape.product(kind);
        float[] a = product.a();
        float[] b = product.b();
        try (Multiplier.Prepared own = ours.prepare(product, a, b)) {
            if (peer.isEmpty()) {
                return new Measured(shape, kind, gflops(product, own::multiply));
            }
            try (Multiplier.Prepared other = peer.get().prepare(product, a, b)) {
                double[][] gflops = gflops(product, own::multiply, other::multiply);
                product.requireSame(own.result(), other.result(), peer.get().title());
                return new Measured(shape, kind, gflops);
            }
        }
    }

    private double[][] gflops(Product product, Runnable... contestants) throws InterruptedException {
        Alternation.seconds(WARM_ROUNDS, turnSeconds, contestants);
        double[][] figures = Alternation.seconds(rounds, turnSeconds, contestants);
        for (double[] of : figures) {
            Arrays.setAll(of, round -> product.flop() / of[round] / GIGA);
        }
        return figures;
    }

    private KernelFigure figure(Measured measured) {
        ProductShape shape = measured.shape();
        double[][] gflops = measured.gflops();
        Spread own = Spread.of(gflops[0]);
        Spread other = gflops.length > 1 ? Spread.of(gflops[1]) : NONE;
        return new KernelFigure(measured.kind(), shape.tokens(), shape.inputs(), shape.outputs(), shape.where(), own,
            own.median() / peak, other, other.median() / peak,
            gflops.length > 1 ? Spread.ofRatios(gflops[0], gflops[1]) : NONE);
    }
}
