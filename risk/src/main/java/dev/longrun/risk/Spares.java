package dev.longrun.risk;

/**
 * Spare nodes. Nodes break one by one and each is away until repaired, so the number away at a moment is Poisson
 * with mean nodes x rate x days of repair, however long single repairs take (Palm's theorem). A job that needs all
 * its nodes stands still while more are away than there are spares.
 */
public final class Spares {

    /** Beyond it e^-away is too small to begin with, and the normal limit of the Poisson distribution serves. */
    private static final double MOST_SUMMED = 500;

    private Spares() {
    }

    /** Nodes away at a moment, on average. */
    public static double away(double nodes, double perNodeDay, double repairDays) {
        return Check.positive("nodes", nodes) * Check.notNegative("perNodeDay", perNodeDay)
            * Check.notNegative("repairDays", repairDays);
    }

    /** The share of the time in which the job stands still for want of a node. */
    public static double stalledShare(double away, int spares) {
        Check.between("spares", spares, 0, 1_000_000);
        if (spares > away + 12 * Math.sqrt(away) + 24) {
            return 0; // beyond twelve standard deviations
        }
        if (away > MOST_SUMMED) {
            return Normal.below((away - spares - 0.5) / Math.sqrt(away));
        }
        double within = 0;
        double term = Math.exp(-away);
        for (int k = 0; k <= spares; k++) {
            within += term;
            term *= away / (k + 1);
        }
        return Math.max(0, 1 - within);
    }

    /** Spares that leave at most this share of the time to stand still. */
    public static int needed(double away, double stalledShare) {
        Check.between("stalledShare", stalledShare, 1e-9, 1);
        int spares = 0;
        while (stalledShare(away, spares) > stalledShare) {
            spares++;
        }
        return spares;
    }
}
