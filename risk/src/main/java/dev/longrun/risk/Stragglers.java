package dev.longrun.risk;

/**
 * Work done in lockstep goes at the pace of the slowest node. A node that becomes slow costs the whole job a share
 * of its speed until it is found; heat of the day costs a little of everything.
 *
 * @param slowPerNodeDay nodes that become slow, a node and day
 * @param slowCost share of speed lost while one is slow: BLOOM 5 % (149 to 141 TFLOP/s,
 *     bigscience-workshop/bigscience, tr11-176B-ml/chronicles.md)
 * @param hoursToFind until it is found and replaced
 * @param heatSwing speed between night and noon: Llama 3 1-2 % (arXiv 2407.21783, section 3.3.4)
 */
public record Stragglers(double slowPerNodeDay, double slowCost, double hoursToFind, double heatSwing) {

    /** Nothing slow. */
    public static final Stragglers NONE = new Stragglers(0, 0, 0, 0);

    /** Checks. */
    public Stragglers {
        Check.notNegative("slowPerNodeDay", slowPerNodeDay);
        Check.share("slowCost", slowCost);
        Check.notNegative("hoursToFind", hoursToFind);
        Check.share("heatSwing", heatSwing);
    }

    /** The share of full speed that is left: some node is slow 1 - e^(-nodes x rate x time to find) of the time. */
    public double speed(double nodes) {
        double slow = -Math.expm1(-Check.positive("nodes", nodes) * slowPerNodeDay * hoursToFind / 24);
        return (1 - slow * slowCost) * (1 - heatSwing / 2);
    }
}
