package dev.longrun.laws;

import dev.longrun.page.LogChart;
import dev.longrun.page.Page;
import dev.longrun.page.Words;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** An analysis as one page that opens anywhere: the runs and the law, residuals, the profile over E, the best split. */
public final class FitPage {

    private static final int STEPS = 60;
    private static final double WHISKER = 1.15; // of compute, to either side of a forecast

    private final Analysis analysis;
    private final Fit fit;
    private final Ladder ladder;
    private final double[] flops;

    private FitPage(Analysis analysis) {
        this.analysis = analysis;
        fit = analysis.fit();
        ladder = fit.ladder();
        flops = ladder.points().stream().mapToDouble(ladder::flop).toArray();
    }

    /** The page. */
    public static String html(Analysis analysis) {
        return new FitPage(analysis).html();
    }

    private String html() {
        FitTables tables = new FitTables(analysis);
        return new Page(ladder.label() + ", a scaling law")
            .add(tables.headline())
            .section("Before you trust it", tables.flags())
            .section("The runs and the law", againstCompute() + residuals())
            .section("Forecasts", tables.forecasts())
            .section("Levels of compute", levels())
            .section("Best size for a budget", split())
            .section("The asymptote", profile())
            .section("Parameters", tables.parameters())
            .section("How it was made", tables.method())
            .html("Written by Longrun from " + ladder.label() + ".");
    }

    private double reach() {
        return analysis.forecasts().stream().mapToDouble(each -> each.at().flop())
            .reduce(ladder.most(ladder::flop), Math::max);
    }

    private static double[] grid(double from, double to) {
        return IntStream.rangeClosed(0, STEPS).mapToDouble(i -> from * Math.pow(to / from,
            i / (double) STEPS)).toArray();
    }

    private static double[] map(double[] x, DoubleUnaryOperator of) {
        return DoubleStream.of(x).map(of).toArray();
    }

    private List<String> tips() {
        return ladder.points().stream().map(at -> Words.format("%sloss %.4f, law %.4f, N %s, D %s, C %.3g",
            at.line() > 0 ? "line " + at.line() + ": " : "", at.loss(), fit.loss(at), Words.count(at.n()),
            Words.count(at.d()), ladder.flop(at))).toList();
    }

    private String againstCompute() {
        double[] x = grid(ladder.least(ladder::flop), reach());
        LogChart chart = new LogChart("Loss against compute", "training FLOP", true, false);
        chart.points("runs", "train", flops, ladder.losses(), tips());
        double[] best = map(x, flop -> Profile.bestLoss(fit, flop).orElseThrow());
        boolean splits = fit.frontier().isPresent();
        chart.curve(splits ? "the law at the best split" : "the law", "valid", x, best);
        if (fit.law().asymptote().isPresent() && Profile.asymptote(fit) > 0.3 * ladder.least(Point::loss)) {
            chart.curve(Words.format("E %.4g", Profile.asymptote(fit)), "floor", new double[] {x[0], x[STEPS]},
                new double[] {Profile.asymptote(fit), Profile.asymptote(fit)});
        }
        List<Forecast> targets = analysis.forecasts();
        targets.forEach(each -> chart.band("", "forecast", new double[] {each.at().flop() / WHISKER,
            each.at().flop() * WHISKER}, new double[] {each.band().low(), each.band().low()},
            new double[] {each.band().high(), each.band().high()}));
        chart.points("forecasts with their 80 % bands", "forecast",
            targets.stream().mapToDouble(each -> each.at().flop()).toArray(),
            targets.stream().mapToDouble(Forecast::loss).toArray(),
            targets.stream().map(each -> Words.format("%.4f, 80 %% %.4f to %.4f", each.loss(), each.band().low(),
                each.band().high())).toList());
        return chart.svg();
    }

    private String residuals() {
        double[] errors = ladder.points().stream().mapToDouble(at -> 100 * (fit.loss(at) / at.loss() - 1)).toArray();
        return new LogChart("Law less run, per cent of the loss", "training FLOP", true, false)
            .curve("", "floor", new double[] {ladder.least(ladder::flop), ladder.most(ladder::flop)}, new double[2])
            .points("runs", "train", flops, errors, tips()).svg();
    }

    /** Loss against N at each level of compute, with the law's own curves. */
    private String levels() {
        Optional<IsoFlop> iso = analysis.isoFlop();
        if (iso.isEmpty() || fit.law() instanceof ComputeLaw || fit.law() instanceof PowerLaw) {
            return "";
        }
        LogChart chart = new LogChart("Loss against parameters, a curve for each level of compute", "parameters", true,
            false);
        chart.points("runs", "train", ladder.points().stream().mapToDouble(Point::n).toArray(), ladder.losses(),
            tips());
        double k = ladder.flopPerParameterAndToken();
        boolean first = true;
        for (IsoFlop.Level level : iso.get().levels()) {
            double[] sizes = ladder.points().stream().filter(at -> Math.abs(Math.log(ladder.flop(at) / level.flop()))
                < IsoFlop.SAME_LEVEL).mapToDouble(Point::n).sorted().toArray();
            double[] x = grid(sizes[0], sizes[sizes.length - 1]);
            chart.curve(first ? "the law" : "", "valid", x, map(x, n -> fit.loss(new Point(0, n, level.flop() / k / n,
                level.flop(), level.flop() / k / n, 1, Double.NaN))));
            first = false;
        }
        chart.points("optima by parabolas", "floor",
            iso.get().levels().stream().mapToDouble(IsoFlop.Level::parameters).toArray(),
            iso.get().levels().stream().mapToDouble(IsoFlop.Level::loss).toArray(), List.of());
        return chart.svg();
    }

    private String split() {
        if (fit.frontier().isEmpty()) {
            return "";
        }
        Frontier best = fit.frontier().orElseThrow();
        double[] x = grid(ladder.least(ladder::flop), reach() * 10);
        LogChart chart = new LogChart("Best N for a budget", "training FLOP", true, true);
        Interval[] bands = DoubleStream.of(x).mapToObj(flop -> Optimum.of(fit, analysis.bootstrap(), flop)
            .parametersBand()).toArray(Interval[]::new);
        chart.band("80 % of the bootstrap", "valid", x, DoubleStream.iterate(0, i -> i + 1).limit(x.length)
            .map(i -> bands[(int) i].low()).toArray(), DoubleStream.iterate(0, i -> i + 1).limit(x.length)
            .map(i -> bands[(int) i].high()).toArray());
        chart.curve(Words.format("the law, C^%.3f", best.exponent()), "valid", x, map(x, best::parameters));
        chart.points("runs", "train", flops, ladder.points().stream().mapToDouble(Point::n).toArray(), tips());
        analysis.isoFlop().ifPresent(iso -> chart.points(Words.format("optima by parabolas, C^%.3f", iso.exponent()),
            "floor", iso.levels().stream().mapToDouble(IsoFlop.Level::flop).toArray(),
            iso.levels().stream().mapToDouble(IsoFlop.Level::parameters).toArray(), List.of()));
        return chart.svg();
    }

    private String profile() {
        Profile profile = analysis.profile();
        List<Fit> points = profile.points().stream().filter(at -> profile.ratio(at) < 2).toList();
        if (points.size() < 3) {
            return "";
        }
        double[] e = points.stream().mapToDouble(Profile::asymptote).toArray();
        double flop = Math.max(reach(), 100 * ladder.most(ladder::flop));
        return new LogChart("Misfit with E held, over the best", "E", false, false)
            .curve("misfit / best", "train", e, points.stream().mapToDouble(profile::ratio).toArray()).svg()
            + new LogChart(Words.format("What it would mean for the loss at %.2g FLOP", flop), "E", false, false)
            .curve("loss", "valid", e, points.stream().mapToDouble(at -> Profile.bestLoss(at, flop)
                .orElse(Double.NaN)).toArray()).svg();
    }
}
