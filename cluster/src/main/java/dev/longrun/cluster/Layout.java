package dev.longrun.cluster;

import dev.longrun.run.Layout.Recompute;
import dev.longrun.run.Layout.Sharding;

/**
 * How a step is laid out over accelerators. {@code tensor x pipeline x data x context} is their number; experts are
 * spread over ranks of {@code data} and so are no factor.
 *
 * @param tensor ranks that share every matrix
 * @param pipeline stages
 * @param interleave chunks of layers a stage holds (virtual pipeline); 1 for none
 * @param data replicas of the batch's share
 * @param context ranks that share a sequence
 * @param expert ranks over which the experts are spread; 1 for none
 * @param microBatch sequences of one micro-batch
 * @param sequenceParallel whether norms and residuals are split over {@code tensor} too (arXiv 2205.05198)
 * @param sharding of what is kept between steps
 * @param recompute of activations in the backward pass
 */
public record Layout(int tensor, int pipeline, int interleave, int data, int context, int expert, int microBatch,
    boolean sequenceParallel, Sharding sharding, Recompute recompute) {

    /** For people: every number above 1, then what is kept and what is computed anew. */
    public String words() {
        StringBuilder words = new StringBuilder("TP " + tensor + " x PP " + pipeline + " x DP " + data);
        words.append(context > 1 ? " x CP " + context : "").append(expert > 1 ? ", EP " + expert : "")
            .append(interleave > 1 ? ", " + interleave + " chunks a stage" : "")
            .append(", micro-batch ").append(microBatch).append(sequenceParallel ? ", sequence parallel" : "");
        words.append(switch (sharding) {
            case NONE -> "";
            case OPTIMIZER -> ", optimiser sharded";
            case GRADIENTS -> ", optimiser and gradients sharded";
            case WEIGHTS -> ", all state sharded";
        });
        return words.append(switch (recompute) {
            case NONE -> ", nothing recomputed";
            case SELECTIVE -> ", attention recomputed";
            case FULL -> ", layers recomputed";
        }).toString();
    }

    /** Accelerators taken. */
    public long accelerators() {
        return (long) tensor * pipeline * data * context;
    }
}
