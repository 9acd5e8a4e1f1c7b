package dev.longrun.bench;

import dev.longrun.cli.CommonOptions;
import dev.longrun.cli.InputException;
import dev.longrun.cli.Terminal;
import dev.longrun.cli.ThreadsOption;
import dev.longrun.tensor.Peak;
import dev.longrun.tensor.ThreadTeam;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code longrun bench decode} and {@code prefill} have in common. */
abstract class SpeedCommand implements Callable<Integer> {

    private static final int MOST_ROUNDS = 1000;

    private final Terminal terminal;
    private final String what;
    private final int tokens;
    @Parameters(paramLabel = "MODEL", description = "A GGUF file, or a folder with config.json and model.safetensors.")
    private String model;
    @Option(names = "--against", paramLabel = "PEER", description = "llama.cpp (for GGUF files) or none, the default.")
    private String against = "none";
    @Option(names = "--rounds", paramLabel = "N", description = "Turns of each; default 5.")
    private int rounds = 5;
    @Option(names = "--json", description = "Print the figures as one JSON object.")
    private boolean json;
    @Mixin
    private ThreadsOption threads;
    @Mixin
    private CommonOptions common;

    SpeedCommand(Terminal terminal, String what, int tokens) {
        this.terminal = terminal;
        this.what = what;
        this.tokens = tokens;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new InputException("--rounds " + rounds + ": should be between 1 and " + MOST_ROUNDS);
        }
        if (!against.equals("none") && !against.equals("llama.cpp")) {
            throw new InputException("--against " + against + ": should be llama.cpp or none");
        }
        Path path = terminal.path(model);
        int context = tokens + 1;
        try (ThreadTeam team = new ThreadTeam(threads.count()); OurSpeed ours = new OurSpeed(path, team, context)) {
            SpeedFigures figures;
            if (against.equals("none")) {
                figures = figures(team, ours, Optional.empty());
            } else {
                try (LlamaCppSpeed theirs = LlamaCppSpeed.start(PeerFiles.home(), path,
                    threads.count(), context)) {
                    figures = figures(team, ours, Optional.of(theirs));
                }
            }
            terminal.out().print(json ? Json.write(figures) : figures.text());
        }
        return 0;
    }

    private SpeedFigures figures(ThreadTeam team, OurSpeed ours, Optional<LlamaCppSpeed> theirs)
        throws InterruptedException {
        boolean decode = what.equals("decode");
        double limit = decode ? Peak.bytesPerSecond(team) : Peak.flops(team);
        Runnable[] contestants = theirs.<Runnable[]>map(peer -> new Runnable[] {() -> turn(ours), () -> turn(peer)})
            .orElse(new Runnable[] {() -> turn(ours)});
        // the first turns compile: one more round, which does not count
        double[][] seconds = Alternation.seconds(rounds + 1, 0, contestants);
        double[] own = Arrays.copyOfRange(seconds[0], 1, rounds + 1);
        double peer = 0;
        double ratio = 0;
        if (theirs.isPresent()) {
            double[] other = Arrays.copyOfRange(seconds[1], 1, rounds + 1);
            ratio = Spread.ofRatios(other, own).median();
            peer = tokens / Spread.of(other).median();
        }
        double speed = tokens / Spread.of(own).median();
        double bytes = decode ? speed * ours.weightBytes() : 0;
        double flop = decode ? 0 : speed * ours.flopPerToken();
        return new SpeedFigures(what, tokens, team.size(), speed, peer, ratio, bytes, flop,
            Math.max(bytes, flop) / limit, ours.firstTokenSeconds());
    }

    private void turn(SpeedSide side) {
        if (what.equals("decode")) {
            side.decode(tokens);
        } else {
            side.prefill(tokens);
        }
    }
}
