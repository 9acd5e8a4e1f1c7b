package dev.longrun.risk;

import java.time.LocalDate;

/**
 * What a run reads: public text after filtering, licensed text, and text that models wrote.
 *
 * @param publicTokens before filtering
 * @param keptShare what filters leave of them
 * @param licensedTokens bought; none of them in the stock of public text
 * @param syntheticTokens written by models
 * @param syntheticWorth of one of them in tokens of people's, 0 to 1; nobody knows
 */
public record DataMix(double publicTokens, double keptShare, double licensedTokens, double syntheticTokens,
    Spread syntheticWorth) {

    /** Checks. */
    public DataMix {
        Check.notNegative("publicTokens", publicTokens);
        Check.share("keptShare", keptShare);
        Check.notNegative("licensedTokens", licensedTokens);
        Check.notNegative("syntheticTokens", syntheticTokens);
        Check.within("syntheticWorth", syntheticWorth, 0, 1);
    }

    /** Tokens that differ. */
    public double unique() {
        return publicTokens * keptShare + licensedTokens + syntheticTokens;
    }

    /** Shares of what is read: public, licensed, synthetic. */
    public double[] shares() {
        double unique = Check.positive("tokens", unique());
        return new double[] {publicTokens * keptShare / unique, licensedTokens / unique, syntheticTokens / unique};
    }

    /** What a run of so many tokens over this mix is worth in fresh tokens that people wrote. */
    public Estimate worth(double total, LocalDate day) {
        Estimate fresh = Repetition.effectiveTokens(unique(), total, day);
        double synthetic = shares()[2];
        return new Estimate(fresh.value() * factor(synthetic, 0.5), fresh.low() * factor(synthetic, 0.1),
            fresh.high() * factor(synthetic, 0.9), "tokens", "effective tokens x (1 - synthetic x (1 - worth))",
            fresh.source() + "; " + syntheticWorth.source());
    }

    private double factor(double synthetic, double quantile) {
        return 1 - synthetic * (1 - syntheticWorth.quantile(quantile));
    }
}
