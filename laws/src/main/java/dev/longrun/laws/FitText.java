package dev.longrun.laws;

import dev.longrun.page.Words;
import java.util.List;

/** An analysis and a backtest as a person reads them. */
public final class FitText {

    private static final double TOLD = 1.3; // of the profile: misfits so many times the least

    private FitText() {
    }

    /** What {@code longrun fit} prints. */
    public static String of(Analysis analysis) {
        Fit fit = analysis.fit();
        StringBuilder out = new StringBuilder(head(fit));
        out.append("\n  ").append(fit.law().formula()).append("\n\n");
        line(out, "parameter", "best", "80 % of the bootstrap", "95 %");
        for (String name : fit.law().parameters()) {
            line(out, name, digits(fit.parameter(name)), interval(analysis.bootstrap().interval(name, 0.8)),
                interval(analysis.bootstrap().interval(name, 0.95)));
        }
        fit.frontier().ifPresent(frontier -> line(out, "best N ~ C^a, a", digits(frontier.exponent()),
            interval(Optimum.exponent(analysis.bootstrap())), ""));
        analysis.isoFlop().ifPresent(iso -> line(out, "a by parabolas", digits(iso.exponent()),
            "from " + iso.levels().size() + " levels of compute", ""));
        out.append(Words.format("%n  objective %.9g%s; mean error %.2f %%; scatter %.2f %%%n", fit.objective(),
            misfit(fit.misfit()), 100 * fit.meanError(fit.ladder().points()), 100 * analysis.scatter()));
        out.append(Words.format("  %s%n  fit %s; %d draws of %s, %s%n", fit.method(),
            Words.duration(analysis.fitSeconds()), analysis.bootstrap().draws().size(),
            analysis.bootstrap().ofResiduals() ? "residuals" : "points", Words.duration(analysis.bootstrapSeconds())));
        profile(out, analysis);
        analysis.optima().forEach(best -> out.append(Words.format("%n  best split of %.3g FLOP: N %s (%s to %s), D %s "
            + "tokens (%s to %s), %.3g tokens a parameter; 80 %% of the bootstrap in brackets", best.flop(),
            Words.count(best.parameters()), Words.count(best.parametersBand().low()),
            Words.count(best.parametersBand().high()), Words.count(best.tokens()), Words.count(best.tokensBand().low()),
            Words.count(best.tokensBand().high()), best.tokens() / best.parameters())));
        analysis.forecasts().forEach(each -> out.append(forecast(each)));
        if (!analysis.optima().isEmpty() || !analysis.forecasts().isEmpty()) {
            out.append('\n');
        }
        analysis.flags().forEach(flag -> out.append("\n  flag: ").append(flag));
        return out.append(analysis.flags().isEmpty() ? "" : "\n").toString();
    }

    private static String head(Fit fit) {
        Ladder ladder = fit.ladder();
        StringBuilder out = new StringBuilder();
        out.append(Words.format("%s: %d runs, %.2g to %.2g FLOP; law %s (%s)%n", ladder.label(), ladder.points().size(),
            ladder.least(ladder::flop), ladder.most(ladder::flop), fit.law().name(), fit.law().source()));
        out.append("  N counted as: ").append(ladder.counting().isBlank() ? "not stated" : ladder.counting());
        double each = ladder.flopPerParameterAndToken();
        out.append(Words.format("; C = %.3g N D; loss in %s%n", each, ladder.unit().isBlank() ? "a unit not stated"
            : ladder.unit()));
        ladder.notes().forEach(note -> out.append("  ").append(note).append('\n'));
        return out.toString();
    }

    private static void profile(StringBuilder out, Analysis analysis) {
        List<Fit> points = analysis.profile().points().stream()
            .filter(at -> analysis.profile().ratio(at) < TOLD).toList();
        if (points.isEmpty() || analysis.fit().objective() < 1e-15) {
            return;
        }
        Ladder ladder = analysis.fit().ladder();
        double flop = analysis.forecasts().stream().mapToDouble(each -> each.at().flop()).max()
            .orElse(100 * ladder.most(ladder::flop));
        out.append(Words.format("%n  E held at: misfit over the best, loss at the best split of %.2g FLOP%n", flop));
        points.forEach(at -> out.append(Words.format("    %-8s %7.3f  %7.4f%n", Words.format("%.4g",
            Profile.asymptote(at)), analysis.profile().ratio(at), Profile.bestLoss(at, flop).orElse(Double.NaN))));
    }

    private static String forecast(Forecast each) {
        Point at = each.at();
        String what = Double.isNaN(at.n()) ? Words.format("C %.3g", at.flop())
            : Words.format("N %s, D %s, C %.3g", Words.count(at.n()), Words.count(at.d()), at.flop());
        Forecast.Parts parts = each.parts();
        return Words.format("%n  loss at %s: %.4f, 80 %% band %.4f to %.4f (+-%.2g %%: runs %.2g, bootstrap %.2g, form "
            + "%.2g, way %.2g); %s", what, each.loss(), each.band().low(), each.band().high(), 100 * each.halfWidth(),
            100 * parts.scatter(), 100 * parts.bootstrap(), 100 * parts.form(), 100 * parts.way(),
            each.decades() > 0 ? Words.format("%.1f decades beyond the ladder", each.decades()) : "within the ladder");
    }

    private static String misfit(Misfit misfit) {
        return Double.isInfinite(misfit.delta()) ? misfit.logarithmic() ? ", squares of logarithms" : ", plain squares"
            : Words.format(", summed Huber(%.0e) of %s", misfit.delta(), misfit.logarithmic() ? "logarithms"
            : "losses");
    }

    /** What {@code longrun backtest} prints. */
    public static String of(Backtest test) {
        Fit fit = test.fit();
        StringBuilder out = new StringBuilder(head(fit));
        out.append("\n  ").append(fit.law().formula()).append("\n  ");
        for (int i = 0; i < fit.parameters().size(); i++) {
            out.append(i == 0 ? "" : ", ").append(fit.law().parameters().get(i)).append(' ')
                .append(digits(fit.parameters().get(i)));
        }
        double farthest = test.forecasts().stream().mapToDouble(Forecast::decades).max().orElse(0);
        out.append(Words.format("%n%n  fitted on %d runs below %.3g FLOP; %d runs held out, to %.1f decades beyond%n",
            fit.ladder().points().size(), test.below(), test.forecasts().size(), farthest));
        out.append(Words.format("  error: mean %.2f %%, largest %+.2f %%, signed mean %+.2f %% (forecast less "
            + "actual)%n",
            100 * test.meanError(), 100 * test.largestError(), 100 * test.signedError()));
        out.append(Words.format("  80 %% band: holds %.0f %% of them; mean half width %.2g %%%n", 100 * test.coverage(),
            100 * test.meanHalfWidth()));
        return out.toString();
    }

    private static void line(StringBuilder out, String... cells) {
        out.append(Words.format("  %-16s %-12s %-24s %s", (Object[]) cells).stripTrailing()).append('\n');
    }

    private static String interval(Interval interval) {
        return digits(interval.low()) + " to " + digits(interval.high());
    }

    private static String digits(double value) {
        double size = Math.abs(value);
        return size >= 1e-3 && size < 1e7 ? Words.format(size >= 1000 ? "%.1f" : size >= 10 ? "%.3f" : "%.5f", value)
            : Words.format("%.4g", value);
    }
}
