package dev.longrun.laws;

import dev.longrun.page.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a reader must know before trusting a fit: each a line that begins with what is wrong. */
public final class Flags {

    private static final double SHORT_DECADES = 2;
    private static final double CHI_SQUARED_95 = 3.84;
    private static final double LOW_ASYMPTOTE = 0.3; // of the least loss
    private static final double WIDE_ASYMPTOTE = 0.5;
    private static final double WIDE_HALF_LIFE = 3; // high over low of the 95 % interval
    private static final double WARM_UP_SHARE = 0.1; // of a run's tokens
    private static final int FEWEST_TO_BEND = 12;

    private Flags() {
    }

    /** All that apply; {@code warmUpTokens} is 0 where unknown. */
    public static List<String> of(Fit fit, Bootstrap bootstrap, Profile profile, double warmUpTokens,
        List<Forecast> targets) {
        List<String> flags = new ArrayList<>();
        asymptote(fit, profile).ifPresent(flags::add);
        halfLife(fit, bootstrap).ifPresent(flags::add);
        length(fit.ladder(), targets).ifPresent(flags::add);
        if (fit.ladder().counting().isBlank() && fit.law().needs().contains(Variable.PARAMETERS)) {
            flags.add("counting rule not stated: N with or without embeddings and head changes the exponents "
                + "(--counting)");
        }
        if (fit.ladder().unit().isBlank()) {
            flags.add("unit of the loss not stated: a loss in bits, or per byte, has another E (--unit)");
        }
        warmUp(fit, warmUpTokens).ifPresent(flags::add);
        flags.addAll(Suspects.of(fit));
        return List.copyOf(flags);
    }

    /** Whether the data leave E open: those values of E that a likelihood ratio at 95 % would not refuse. */
    private static Optional<String> asymptote(Fit fit, Profile profile) {
        double least = fit.ladder().least(Point::loss);
        if (fit.law().asymptote().isEmpty()) {
            return Optional.of("E not identified: this law has none, so far beyond the ladder it forecasts too low");
        }
        int points = fit.ladder().points().size();
        int spare = points - fit.law().parameters().size();
        // Misfits near the straight part of Huber's function go like a Laplace likelihood: points x ln(misfit).
        double factor = Math.exp(CHI_SQUARED_95 / Math.max(1, spare));
        boolean exact = fit.objective() < 1e-12 * points;
        List<Fit> open = exact ? List.of() : profile.within(factor);
        double low = open.stream().mapToDouble(Profile::asymptote).min().orElse(Profile.asymptote(fit));
        double high = open.stream().mapToDouble(Profile::asymptote).max().orElse(Profile.asymptote(fit));
        if (low < LOW_ASYMPTOTE * least || high - low > WIDE_ASYMPTOTE * least) {
            return Optional.of(Words.format("E not identified: from %.3g to %.3g the fit is nearly as good "
                + "(best %.3g), and most of a forecast far out is E", low, high, Profile.asymptote(fit)));
        }
        return Optional.empty();
    }

    private static Optional<String> halfLife(Fit fit, Bootstrap bootstrap) {
        if (!(fit.law() instanceof Repetition)) {
            return Optional.empty();
        }
        Interval data = bootstrap.interval("R_D*", 0.95);
        return data.high() > WIDE_HALF_LIFE * data.low() || !(data.low() > 0)
            ? Optional.of(Words.format("R_D* not identified: 95 %% of the bootstrap lies from %.3g to %.3g; rely on no "
                + "more than that up to 4 epochs are about as good as fresh tokens", data.low(), data.high()))
            : Optional.empty();
    }

    private static Optional<String> length(Ladder ladder, List<Forecast> targets) {
        double span = Math.log10(ladder.most(ladder::flop) / ladder.least(ladder::flop));
        double way = targets.stream().mapToDouble(Forecast::decades).max().orElse(0);
        if (span < SHORT_DECADES || way > span) {
            return Optional.of(Words.format("ladder too short for this extrapolation: it spans %.1f decades of "
                + "compute%s",
                span, way > 0 ? Words.format(" and the target lies %.1f beyond it", way)
                : "; under 2 nothing far out can be said"));
        }
        return Optional.empty();
    }

    /** By the tokens of the warm-up where they are known, else by a bend of the smallest sixth of the budgets. */
    private static Optional<String> warmUp(Fit fit, double tokens) {
        Ladder ladder = fit.ladder();
        if (tokens > 0) {
            long few = ladder.points().stream().filter(at -> at.d() * WARM_UP_SHARE < tokens).count();
            return few == 0 ? Optional.empty() : Optional.of(Words.format("points below the budget where warm-up "
                + "dominates: %d runs have fewer than %s tokens, ten times the warm-up", few,
                Words.count(tokens / WARM_UP_SHARE)));
        }
        int points = ladder.points().size();
        if (points < FEWEST_TO_BEND || fit.objective() < 1e-12 * points) {
            return Optional.empty();
        }
        List<Point> rising = ladder.points().stream().sorted(Comparator.comparingDouble(ladder::flop)).toList();
        double[] errors = rising.stream().mapToDouble(at -> Math.log(at.loss() / fit.loss(at))).toArray();
        int sixth = Math.max(3, points / 6);
        double small = 0;
        double squares = 0;
        for (int i = 0; i < points; i++) {
            small += i < sixth ? errors[i] / sixth : 0;
            squares += errors[i] * errors[i] / points;
        }
        return small > 3 * Math.sqrt(squares / sixth) ? Optional.of(Words.format("points below the budget where "
            + "warm-up "
            + "dominates? the runs below %.2g FLOP lie %.1f %% above the law on average; say the warm-up with "
            + "--warmup, "
            + "or leave them out", ladder.flop(rising.get(sixth)), 100 * small)) : Optional.empty();
    }
}
