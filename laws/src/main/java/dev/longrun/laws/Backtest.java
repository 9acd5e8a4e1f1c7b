package dev.longrun.laws;

import java.util.List;

/**
 * A forecast held against what happened: the law fitted on the runs below a compute, the runs above it foretold.
 *
 * @param fit on the runs below
 * @param below the compute
 * @param forecasts one for each run held out, which is its {@link Forecast#at}
 * @param scatter of the runs fitted on, relative
 */
public record Backtest(Fit fit, double below, List<Forecast> forecasts, double scatter) {

    /** How many draws of the bootstrap unless one asks for another number. */
    public static final int DRAWS = 200;

    /**
     * Fits and foretells.
     *
     * @param law by name; {@code auto} chooses by the runs below the cut
     * @throws LawException if a side of the cut has too few runs
     */
    public static Backtest of(String law, Ladder ladder, double below, int draws, int threads) {
        List<Point> small = ladder.points().stream().filter(at -> ladder.flop(at) < below).toList();
        List<Point> large = ladder.points().stream().filter(at -> ladder.flop(at) >= below).toList();
        String range = String.format(java.util.Locale.ROOT, "the ladder goes from %.3g to %.3g FLOP",
            ladder.least(ladder::flop), ladder.most(ladder::flop));
        if (large.isEmpty() || small.isEmpty()) {
            throw new LawException(ladder.label() + ": --train-below " + String.format(java.util.Locale.ROOT, "%.3g",
                below) + " leaves no run to " + (small.isEmpty() ? "fit" : "hold out") + "; " + range);
        }
        Ladder train = ladder.with(small);
        Fit fit = Fits.fit(Fits.law(law, train), train);
        Forecaster forecaster = Forecaster.of(fit, Bootstrap.of(fit, draws, threads));
        return new Backtest(fit, below, large.stream().map(forecaster::forecast).toList(), forecaster.scatter());
    }

    private static double error(Forecast forecast) {
        return forecast.loss() / forecast.at().loss() - 1;
    }

    /** Mean of the size of the relative error. */
    public double meanError() {
        return forecasts.stream().mapToDouble(each -> Math.abs(error(each))).average().orElseThrow();
    }

    /** The largest relative error, with its sign: forecast less actual. */
    public double largestError() {
        return forecasts.stream().map(Backtest::error).max((x, y) -> Double.compare(Math.abs(x), Math.abs(y)))
            .orElseThrow();
    }

    /** Mean of the relative error: its bias. */
    public double signedError() {
        return forecasts.stream().mapToDouble(Backtest::error).average().orElseThrow();
    }

    /** The share of runs held out that lie within the 80 % band. */
    public double coverage() {
        return forecasts.stream().filter(each -> each.band().holds(each.at().loss())).count()
            / (double) forecasts.size();
    }

    /** The mean relative half width of the band. */
    public double meanHalfWidth() {
        return forecasts.stream().mapToDouble(Forecast::halfWidth).average().orElseThrow();
    }
}
