package dev.longrun.risk;

import java.time.LocalDate;

/**
 * What tokens seen again are worth: D' = U + U R* (1 - e^(-R/R*)), with U unique tokens and R = D/U - 1 repetitions
 * (Muennighoff et al., arXiv 2305.16264). Their R* is 15.4; refitting their runs shows it is hardly identified (15
 * to 200 do as well), so it is a distribution here. Up to four epochs the answer is the same: about as good as fresh.
 */
public final class Repetition {

    /** R* as published. */
    public static final double PUBLISHED = 15.387756;

    private Repetition() {
    }

    /** Tokens of fresh text that are worth as much. */
    public static double effectiveTokens(double unique, double total, double constant) {
        Check.positive("unique", unique);
        Check.positive("total", total);
        Check.positive("constant", constant);
        double repeats = Math.max(0, total / unique - 1);
        return repeats == 0 ? total : unique - unique * constant * Math.expm1(-repeats / constant);
    }

    /** The same with its band. */
    public static Estimate effectiveTokens(double unique, double total, LocalDate day) {
        Spread constant = Stock.fact("repetition-constant", day);
        return new Estimate(effectiveTokens(unique, total, constant.quantile(0.5)),
            effectiveTokens(unique, total, constant.quantile(0.1)),
            effectiveTokens(unique, total, constant.quantile(0.9)), "tokens", "U + U R* (1 - e^(-R/R*))",
            constant.source());
    }
}
