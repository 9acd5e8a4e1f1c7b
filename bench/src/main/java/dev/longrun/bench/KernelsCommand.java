package dev.longrun.bench;

import dev.longrun.cli.CommonOptions;
import dev.longrun.cli.InputException;
import dev.longrun.cli.Terminal;
import dev.longrun.cli.ThreadsOption;
import dev.longrun.cli.Version;
import dev.longrun.tensor.ThreadTeam;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** longrun bench kernels. */
@Command(name = "kernels", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Measures f32 matrix products of 15 training shapes, forward and backward, in "
        + "turn with a peer in the same process. Takes about two minutes.",
    footerHeading = "%nExample:%n", footer = {"  longrun bench kernels --against openblas --threads 1"})
final class KernelsCommand implements Callable<Integer> {

    private static final int MOST_ROUNDS = 1000;
    private static final double TURN_SECONDS = 0.05;

    private final Terminal terminal;
    @Option(names = "--against", paramLabel = "PEER", description = "onednn (default), openblas, or none.")
    private String against = Peer.ONEDNN.id();
    @Mixin
    private ThreadsOption threads;
    @Option(names = "--rounds", paramLabel = "N", description = "Turns of each; default 7.")
    private int rounds = 7;
    @Option(names = "--json", description = "Print the figures as one JSON object.")
    private boolean json;
    @Mixin
    private CommonOptions common;

    KernelsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        int size = threads.count();
        Optional<Peer> peer = Peer.named(against, Peer.ONEDNN, Peer.OPENBLAS);
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new InputException("--rounds " + rounds + ": should be between 1 and " + MOST_ROUNDS);
        }
        try (ThreadTeam team = new ThreadTeam(size); BenchProgress progress = new BenchProgress(terminal, json)) {
            Optional<Multiplier> other = Optional.empty();
            if (peer.isPresent()) {
                Path libraries = progress.fetched(peer.get()).libraries();
                other = Optional.of(peer.get() == Peer.ONEDNN ? new OneDnnMultiplier(libraries, size)
                    : new OpenBlasMultiplier(libraries, size));
            }
            KernelReport report = new KernelBench(team, other, rounds, TURN_SECONDS).run(ProductShape.TRAINING,
                share -> progress.tell("measuring matrix products", share));
            progress.erase();
            terminal.out().print(json ? Json.write(report) : KernelText.render(report));
        }
        return 0;
    }
}
