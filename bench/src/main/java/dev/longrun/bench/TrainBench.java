package dev.longrun.bench;

import dev.longrun.tensor.Peak;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.train.ThisMachine;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Measures whole training steps, Longrun and PyTorch in alternation. */
final class TrainBench {

    /** An odd number, so that the median is a window that was. */
    private static final int WINDOWS = 7;

    /** Threads of the one that has just stopped come to rest. */
    private static final long QUIET_MILLIS = 100;

    /** Steps of both from the same weights on the same tokens, whose losses are compared. */
    private static final int COMPARED_STEPS = 3;

    /**
     * Losses in f32 differ by rounding, 1e-6 or so, which three steps magnify little; another model would show, and so
     * would betas in the wrong order (by 0.01).
     */
    private static final double LOSS_TOLERANCE = 1e-3;

    private static final double GIGA = 1e9;

    private final TrainShape shape;
    private final Precision ownPrecision;
    private final Precision peerPrecision;
    private final ThreadTeam team;
    private final double windowSeconds;
    private final BenchProgress progress;
    private final List<TrainReport.Tried> tried = new ArrayList<>();
    private double peak;

    TrainBench(TrainShape shape, Precision ownPrecision, Precision peerPrecision, ThreadTeam team, double minutes,
        BenchProgress progress) {
        this.shape = shape;
        this.ownPrecision = ownPrecision;
        this.peerPrecision = peerPrecision;
        this.team = team;
        this.progress = progress;
        windowSeconds = minutes * 60 / (2 * WINDOWS);
    }

    TrainReport run(Optional<PeerFiles> peer) throws IOException, InterruptedException {
        try (OurTraining ours = new OurTraining(shape, ownPrecision, team)) {
            progress.tell("warming up", 0);
            List<Double> ourLosses = losses(ours);
            warm(ours);
            if (peer.isEmpty()) {
                return measure(ours, ourLosses, Optional.empty(), List.of(), "");
            }
            TorchSetting setting = best(peer.get());
            try (TorchProcess torch = new TorchProcess(peer.get(), shape, peerPrecision, setting)) {
                List<Double> losses = losses(torch);
                requireAlike(ourLosses, losses);
                return measure(ours, ourLosses, Optional.of(torch), losses, setting.label());
            }
        }
    }

    private static List<Double> losses(Contestant contestant) throws IOException {
        List<Double> losses = new ArrayList<>();
        for (int step = 0; step < COMPARED_STEPS; step++) {
            losses.add(contestant.window(0, 1).loss());
        }
        return losses;
    }

    private void requireAlike(List<Double> ours, List<Double> theirs) {
        boolean comparable = ownPrecision == Precision.F32 && peerPrecision == Precision.F32;
        for (int step = 0; step < COMPARED_STEPS; step++) {
            if (comparable && !(Math.abs(ours.get(step) - theirs.get(step)) <= LOSS_TOLERANCE)) {
                throw new IllegalStateException("losses of Longrun " + ours + " and of PyTorch " + theirs
                    + " differ: they do not train the same model");
            }
        }
    }

    /** Windows until one is no quicker than the one before: the JVM compiles while it trains. */
    private void warm(OurTraining ours) throws IOException {
        double before = 0;
        for (int window = 0; window < WINDOWS; window++) {
            progress.tell("warming up", 0);
            double speed = ours.window(windowSeconds / 2, 1).tokensPerSecond();
            if (speed < 1.02 * before) {
                return;
            }
            before = speed;
        }
    }

    private TorchSetting best(PeerFiles files) throws IOException {
        List<TorchSetting> settings = TorchSetting.upTo(team.size());
        Map<TorchSetting, Double> speeds = new LinkedHashMap<>();
        for (TorchSetting setting : settings) {
            progress.tell("trying PyTorch with " + setting.label(), 0);
            try (TorchProcess torch = new TorchProcess(files, shape, peerPrecision, setting)) {
                torch.window(0, 1);
                double speed = torch.window(windowSeconds / 2, 1).tokensPerSecond();
                speeds.put(setting, speed);
                tried.add(new TrainReport.Tried(setting.label(), speed));
            }
        }
        return speeds.entrySet().stream().max(Comparator.comparingDouble(Map.Entry::getValue)).orElseThrow().getKey();
    }

    private TrainReport measure(OurTraining ours, List<Double> ourLosses, Optional<TorchProcess> torch,
        List<Double> losses, String setting) throws IOException, InterruptedException {
        double[] own = new double[WINDOWS];
        double[] other = new double[WINDOWS];
        Map<String, Double> before = ours.parts();
        long stepsBefore = ours.steps();
        for (int window = 0; window < WINDOWS; window++) {
            peak = Math.max(peak, Peak.flops(team));
            own[window] = speed(ours, window);
            if (torch.isPresent()) {
                other[window] = speed(torch.get(), window + 0.5);
            }
        }
        long flop = shape.flopPerToken();
        Map<String, Double> parts = new LinkedHashMap<>();
        ours.parts().forEach((part, seconds) ->
            parts.put(part, (seconds - before.get(part)) / (ours.steps() - stepsBefore)));
        String threads = team.size() + (team.size() == 1 ? " thread" : " threads");
        TrainSide longrun = side("Longrun", ownPrecision, threads, own, ourLosses);
        return new TrainReport(ThisMachine.cpu(), LocalDate.now().toString(), Runtime.version().toString(),
            shape.name(), shape.batchTokens(), flop, shape.gpt2Parameters(), shape.gpt2FlopPerToken(), WINDOWS,
            peak / GIGA, peak / flop, longrun,
            torch.stream().map(_ -> side(Peer.TORCH.title(), peerPrecision, setting, other, losses)).toList(),
            torch.stream().map(_ -> Spread.ofRatios(own, other)).toList(),
            List.copyOf(tried), parts);
    }

    private double speed(Contestant contestant, double done) throws IOException, InterruptedException {
        progress.tell("measuring training steps", done / WINDOWS);
        TimeUnit.MILLISECONDS.sleep(QUIET_MILLIS);
        return contestant.window(windowSeconds, 1).tokensPerSecond();
    }

    private TrainSide side(String who, Precision precision, String setting, double[] speeds, List<Double> losses) {
        Spread spread = Spread.of(speeds);
        return new TrainSide(who, precision.id(), setting, shape.parameters(), spread,
            spread.median() * shape.flopPerToken() / peak, losses);
    }
}
