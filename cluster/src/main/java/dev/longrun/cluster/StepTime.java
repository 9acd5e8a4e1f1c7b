package dev.longrun.cluster;

/**
 * Seconds of one training step, in parts that add up. A replica's micro-batches pass the slowest pipeline stage one
 * after another; the others are behind it, but for the bubble.
 *
 * @param compute of the slowest stage's layers over all micro-batches: products, attention, what moves memory, launches
 * @param recompute of activations there
 * @param ends embedding or logits on that stage
 * @param tensor exposed collectives over tensor ranks
 * @param exchange exposed exchanges with experts
 * @param context exposed exchanges of keys and values
 * @param gathers weights fetched layer by layer (ZeRO-3, FSDP) as far as layers do not hide it
 * @param transfers exposed, between stages
 * @param bubble while the pipeline fills and drains
 * @param gradients exposed exchange of gradients and new weights
 * @param optimizer the update
 * @param waiting for the slowest of many nodes
 */
public record StepTime(double compute, double recompute, double ends, double tensor, double exchange, double context,
    double gathers, double transfers, double bubble, double gradients, double optimizer, double waiting) {

    /** Of a job whose figures are all known; the layout is taken as it is. */
    public static StepTime of(Job job) {
        return new StepClock(job).time(job.layout());
    }

    /** The whole step. */
    public double seconds() {
        return compute + recompute + ends + tensor + exchange + context + gathers + transfers + bubble + gradients
            + optimizer + waiting;
    }
}
