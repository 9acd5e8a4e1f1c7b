package dev.longrun.risk;

/** What a million tokens cost to serve, and how many a day it takes for the run to pay for itself. */
public final class PayBack {

    private static final double MILLION = 1e6;

    private PayBack() {
    }

    /**
     * USD a million tokens: accelerators x price an hour over tokens an hour.
     *
     * @param hourly price of an accelerator, all included
     * @param utilisation the share of the time in which they have work
     */
    public static Estimate costPerMillion(ServingRoofline serving, Estimate hourly, double utilisation) {
        Check.between("utilisation", utilisation, 0.001, 1);
        double millionsPerHour = serving.tokensPerSecond() * 3600 * utilisation / MILLION;
        return hourly.times(serving.accelerators() / millionsPerHour, "USD per million tokens");
    }

    /**
     * Tokens a day that pay the run back in so many days: cost / (days x margin).
     *
     * @param pricePerMillion what a million tokens are sold for
     */
    public static Estimate tokensPerDay(Estimate runUsd, double pricePerMillion, Estimate costPerMillion, double days) {
        Check.positive("days", days);
        Check.positive("pricePerMillion", pricePerMillion);
        if (costPerMillion.high() >= pricePerMillion) {
            throw new RiskException("pricePerMillion: " + pricePerMillion
                + " USD should be above what serving may cost, " + costPerMillion.words());
        }
        return new Estimate(tokens(runUsd.value(), pricePerMillion - costPerMillion.value(), days),
            tokens(runUsd.low(), pricePerMillion - costPerMillion.low(), days),
            tokens(runUsd.high(), pricePerMillion - costPerMillion.high(), days), "tokens a day",
            "cost of the run / (days x (price - cost of serving))", runUsd.source());
    }

    private static double tokens(double usd, double margin, double days) {
        return usd / margin / days * MILLION;
    }
}
