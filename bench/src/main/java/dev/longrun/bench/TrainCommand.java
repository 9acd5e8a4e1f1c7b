package dev.longrun.bench;

import dev.longrun.cli.CommonOptions;
import dev.longrun.cli.InputException;
import dev.longrun.cli.Terminal;
import dev.longrun.cli.ThreadsOption;
import dev.longrun.cli.Version;
import dev.longrun.tensor.ThreadTeam;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** longrun bench train. */
@Command(name = "train", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Measures whole training steps (forward, backward, clipping, AdamW) in turn "
        + "with PyTorch, which trains the same model from the same weights in a process of its own, at the quickest of "
        + "its thread settings.",
    footerHeading = "%nExample:%n", footer = {"  longrun bench train --shape 1.34M --minutes 1"})
final class TrainCommand implements Callable<Integer> {

    private static final double MOST_MINUTES = 24 * 60;

    private final Terminal terminal;
    @Option(names = "--against", paramLabel = "PEER", description = "torch (default) or none.")
    private String against = Peer.TORCH.id();
    @Option(names = "--shape", paramLabel = "SHAPE", description = "Model and batch: 1.34M, 13.87M (default) or 91M, "
        + "named for the parameters of a GPT-2-like model of their widths.")
    private String shape = "13.87M";
    @Option(names = "--minutes", paramLabel = "M", description = "Minutes of measuring, beside warming up and trying "
        + "settings; default 2. Windows hold whole steps, so large models take longer.")
    private double minutes = 2;
    @Option(names = "--precision", paramLabel = "P", description = "What Longrun computes products in: f32 (default) "
        + "or bf16, where this machine can.")
    private String ownPrecision = Precision.F32.id();
    @Option(names = "--peer-precision", paramLabel = "P", description = "What the peer computes in: f32 (default), "
        + "bf16 for its products alone (autocast), or pure-bf16 for weights, gradients and moments as well.")
    private String peerPrecision = Precision.F32.id();
    @Mixin
    private ThreadsOption threads;
    @Option(names = "--json", description = "Print the figures as one JSON object.")
    private boolean json;
    @Mixin
    private CommonOptions common;

    TrainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        int size = threads.count();
        TrainShape chosen = TrainShape.named(shape);
        Precision ours = Precision.ofOurs(ownPrecision);
        Precision theirs = Precision.ofPeer(peerPrecision);
        Optional<Peer> peer = Peer.named(against, Peer.TORCH);
        if (!(minutes > 0 && minutes <= MOST_MINUTES)) {
            throw new InputException("--minutes " + minutes + ": should be above 0 and at most 1440");
        }
        try (ThreadTeam team = new ThreadTeam(size); BenchProgress progress = new BenchProgress(terminal, json)) {
            Optional<PeerFiles> files = peer.isPresent() ? Optional.of(progress.fetched(peer.get())) : Optional.empty();
            TrainReport report = new TrainBench(chosen, ours, theirs, team, minutes, progress).run(files);
            progress.erase();
            terminal.out().print(json ? Json.write(report) : TrainText.render(report));
        }
        return 0;
    }
}
