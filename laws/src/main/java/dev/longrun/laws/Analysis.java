package dev.longrun.laws;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All there is to say of a ladder: what {@code longrun fit} prints.
 *
 * @param fit the law
 * @param bootstrap around it
 * @param profile over its asymptote; without points where the law has none
 * @param isoFlop approach 2, where the ladder has levels of compute
 * @param rivals other forms, and the same without the smallest third
 * @param forecasts one for each target
 * @param optima one for each target that is a budget, where the law has a best split
 * @param flags what to know before trusting it
 * @param fitSeconds the fit alone
 * @param bootstrapSeconds the bootstrap alone
 * @param scatter of single runs about the fit, relative
 */
public record Analysis(Fit fit, Bootstrap bootstrap, Profile profile, Optional<IsoFlop> isoFlop, List<Fit> rivals,
    List<Forecast> forecasts, List<Optimum> optima, List<String> flags, double fitSeconds, double bootstrapSeconds,
    double scatter) {

    private static final int FEWEST_LEVELS = 3;

    /** Fits, draws, forecasts. */
    public static Analysis of(Law law, Ladder ladder, List<Target> targets, double warmUpTokens, int draws,
        int threads) {
        long start = System.nanoTime();
        Fit fit = Fits.fit(law, ladder);
        double fitSeconds = (System.nanoTime() - start) * 1e-9;
        start = System.nanoTime();
        Bootstrap bootstrap = Bootstrap.of(fit, draws, threads);
        double bootstrapSeconds = (System.nanoTime() - start) * 1e-9;
        Forecaster forecaster = Forecaster.of(fit, bootstrap);
        List<Forecast> forecasts = new ArrayList<>();
        List<Optimum> optima = new ArrayList<>();
        boolean splits = fit.frontier().isPresent();
        for (Target target : targets) {
            Point at = target.at();
            if (target.isBudget() && splits) {
                Optimum best = Optimum.of(fit, bootstrap, at.flop());
                optima.add(best);
                at = new Point(0, best.parameters(), best.tokens(), at.flop(), best.tokens(), at.experts(), Double.NaN);
            } else if (Double.isNaN(at.flop())) {
                at = new Point(0, at.n(), at.d(), ladder.flop(at), at.unique(), at.experts(), Double.NaN);
            }
            forecasts.add(forecaster.forecast(at));
        }
        Profile profile = Profile.of(fit);
        boolean sized = ladder.points().stream().noneMatch(at -> Double.isNaN(at.n()));
        Optional<IsoFlop> isoFlop = sized ? Optional.of(IsoFlop.of(ladder))
            .filter(iso -> iso.levels().size() >= FEWEST_LEVELS) : Optional.empty();
        List<String> flags = Flags.of(fit, bootstrap, profile, warmUpTokens, forecasts);
        return new Analysis(fit, bootstrap, profile, isoFlop, forecaster.rivals(), List.copyOf(forecasts),
            List.copyOf(optima), flags, fitSeconds, bootstrapSeconds, forecaster.scatter());
    }
}
