package dev.longrun.risk;

/**
 * Tokens a second when the model answers, by a simple roofline: a step reads all weights once and each sequence's
 * keys and values, and computes 2 FLOP a parameter and token; the slower of the two counts.
 *
 * @param activeParameters that work on a token
 * @param weightBytes that must be read a step: all parameters that any sequence of the batch needs
 * @param cacheBytesPerSequence keys and values of an average sequence
 * @param batch sequences at once over all accelerators
 * @param accelerators that hold one copy of the model
 * @param peakFlops of one accelerator at the precision served
 * @param bandwidth of one accelerator's memory, bytes a second
 * @param memoryBytes of one accelerator
 * @param efficiency the share of either peak that is reached
 */
public record ServingRoofline(double activeParameters, double weightBytes, double cacheBytesPerSequence, double batch,
    double accelerators, double peakFlops, double bandwidth, double memoryBytes, double efficiency) {

    /** Checks. */
    public ServingRoofline {
        Check.positive("activeParameters", activeParameters);
        Check.positive("weightBytes", weightBytes);
        Check.notNegative("cacheBytesPerSequence", cacheBytesPerSequence);
        Check.between("batch", batch, 1, 1e6);
        Check.between("accelerators", accelerators, 1, 1e6);
        Check.positive("peakFlops", peakFlops);
        Check.positive("bandwidth", bandwidth);
        Check.between("efficiency", efficiency, 1e-3, 1);
        double needed = weightBytes + batch * cacheBytesPerSequence;
        if (needed > accelerators * memoryBytes) {
            throw new RiskException("batch: weights and caches of " + Math.round(needed / 1e9) + " GB do not fit into "
                + Math.round(accelerators * memoryBytes / 1e9) + " GB");
        }
    }

    /** Seconds from one token of each sequence to the next. */
    public double stepSeconds() {
        double computing = 2 * activeParameters * batch / (accelerators * peakFlops);
        double reading = (weightBytes + batch * cacheBytesPerSequence) / (accelerators * bandwidth);
        return Math.max(computing, reading) / efficiency;
    }

    /** Of one copy of the model. */
    public double tokensPerSecond() {
        return batch / stepSeconds();
    }
}
