package dev.longrun.model;

import java.util.Optional;

/**
 * Forward and backward of a model over a fixed number of sequences of a fixed length: B sequences of T tokens. All
 * buffers are made with it; a step allocates nothing. The bits of every result depend on the inputs, B and T alone,
 * never on the number of threads. One caller at a time.
 */
public interface TrainingPass {

    /**
     * The loss without gradients.
     *
     * @param tokens_BT token ids, row-major [B, T]
     * @param targets_BT the token to foretell at each place, [B, T]; -1 is not counted
     * @return the sum over the counted targets, in nats
     * @throws ModelException if an array has another length, or an id is outside the vocabulary
     */
    double loss(int[] tokens_BT, int[] targets_BT);

    /**
     * The loss, and {@code gradients += scale * d loss / d parameters}; what the pass's
     * {@link PassOptions} add to the loss is in the gradients and not in the loss returned.
     *
     * @param tokens_BT token ids, row-major [B, T]
     * @param targets_BT the token to foretell at each place, [B, T]; -1 is not counted
     * @param scale usually 1 / (targets counted in the whole batch)
     * @param gradients laid out as {@link Parameters#values()}
     * @return the sum over the counted targets, in nats, not scaled
     * @throws ModelException if an array has another length, or an id is outside the vocabulary
     */
    default double lossAndGradients(int[] tokens_BT, int[] targets_BT, float scale, float[] gradients) {
        return lossAndGradients(tokens_BT, targets_BT, scale, gradients, 0);
    }

    /** The same; where the pass was made with dropout, {@code key} says which elements are dropped. */
    double lossAndGradients(int[] tokens_BT, int[] targets_BT, float scale, float[] gradients, long key);

    /** Where the routers sent what gradients were taken of, since this was last asked; empty without experts. */
    Optional<Routing> takeRouting();

    /** Nanoseconds that one part of all calls so far took together. */
    long nanos(PassClock.Part part);

    /** The bytes of all buffers of this pass (not weights, not gradients, not the packing scratch of the products). */
    long activationBytes();
}
