package dev.longrun.laws;

import java.util.ArrayList;
import java.util.List;

/**
 * Forecasts with an 80 % band that has been held against runs left out. In-sample error says nothing about
 * extrapolation, so the band has four parts, added as squares: the scatter s of single runs about the fit, which grows
 * beyond the ladder as s^2 (1 + 4 x / span), x the decades of compute beyond the largest run and span those of the
 * ladder; the bootstrap; how far another form of law, and the same law without the smallest third of the runs, lie
 * away at the target; and 1.5 % times the square root of x. The weights were chosen so that 80 % of the runs held out
 * of the public ladders lie within, each family of ladders counting the same (docs/backtest.md has the table).
 */
public final class Forecaster {

    /** Of the differences between forms: they are few, and share what they get wrong. */
    private static final double FORM = 0.35;
    /** Relative, for one decade beyond the largest run. */
    private static final double WAY = 0.015;
    /** The bootstrap's half width at 80 %, in its standard deviations, is taken as one such deviation. */
    private static final double NORMAL_80 = 1.2816;
    /** Of the scatter's square, for a way as long as the ladder itself. */
    private static final double SCATTER_GROWTH = 4;
    private static final double SHORTEST_SPAN = 0.3; // decades; what a ladder of one budget counts as

    private final Fit fit;
    private final Bootstrap bootstrap;
    private final List<Fit> rivals;
    private final double scatter;
    private final double largestFlop;
    private final double span;

    private Forecaster(Fit fit, Bootstrap bootstrap) {
        this.fit = fit;
        this.bootstrap = bootstrap;
        Ladder ladder = fit.ladder();
        rivals = rivals(fit);
        largestFlop = ladder.most(ladder::flop);
        span = Math.max(SHORTEST_SPAN, Math.log10(largestFlop / ladder.least(ladder::flop)));
        int spare = Math.max(1, ladder.points().size() - fit.law().parameters().size());
        scatter = Math.sqrt(ladder.points().stream().mapToDouble(at -> Math.pow(Math.log(fit.loss(at) / at.loss()), 2))
            .sum() / spare);
    }

    /** Around a fit and its bootstrap. */
    public static Forecaster of(Fit fit, Bootstrap bootstrap) {
        return new Forecaster(fit, bootstrap);
    }

    private static List<Fit> rivals(Fit fit) {
        Ladder ladder = fit.ladder();
        List<Fit> rivals = new ArrayList<>();
        Law other = switch (fit.law()) {
            case Chinchilla _ -> new OverTraining();
            case OverTraining _ -> new Chinchilla();
            case ComputeLaw _ -> new PowerLaw();
            case PowerLaw _ -> new ComputeLaw();
            case Repetition law -> law;
            case MixtureOfExperts law -> law;
        };
        if (!other.equals(fit.law()) && ladder.points().size() > other.parameters().size()) {
            rivals.add(new Fitter((SumOfPowers) other, ladder).fit());
        }
        double[] flops = ladder.points().stream().mapToDouble(ladder::flop).sorted().toArray();
        List<Point> upper = ladder.points().stream().filter(at -> ladder.flop(at) >= flops[flops.length / 3]).toList();
        if (upper.size() > fit.law().parameters().size() && upper.size() < flops.length) {
            Ladder part = ladder.with(upper);
            rivals.add(fit.law() instanceof SumOfPowers sum ? new Fitter(sum, part, fit.misfit()).fit()
                : new RepetitionFitter(part).fit());
        }
        return rivals;
    }

    /** The fits beside the one that forecasts: another form, and the same without the smallest third. */
    public List<Fit> rivals() {
        return rivals;
    }

    /** The relative scatter of single runs about the fit, one standard deviation. */
    public double scatter() {
        return scatter;
    }

    /** Foretells a run's loss. */
    public Forecast forecast(Point at) {
        double loss = fit.loss(at);
        Interval draws = bootstrap.loss(at, 0.8);
        double drawn = Math.log(draws.high() / draws.low()) / 2 / NORMAL_80;
        double form = FORM * Math.sqrt(rivals.stream().mapToDouble(rival -> Math.pow(Math.log(rival.loss(at) / loss),
            2))
            .filter(Double::isFinite).average().orElse(0));
        double decades = Math.max(0, Math.log10(fit.ladder().flop(at) / largestFlop));
        double way = WAY * Math.sqrt(decades);
        double runs = scatter * Math.sqrt(1 + SCATTER_GROWTH * decades / span);
        double half = Math.exp(Math.sqrt(runs * runs + drawn * drawn + form * form + way * way));
        return new Forecast(at, loss, new Interval(loss / half, loss * half), decades,
            new Forecast.Parts(runs, drawn, form, way));
    }
}
