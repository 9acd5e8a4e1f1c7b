package dev.longrun.cluster;

/**
 * One training step: what is laid out, and on what.
 *
 * @param model that is trained
 * @param sequence tokens of a sequence
 * @param batch sequences of a step, over all accelerators
 * @param precision of the products
 * @param chip that the cluster is made of
 * @param network between the link domains
 * @param layout over the accelerators
 */
public record Job(Transformer model, int sequence, int batch, Precision precision, Chip chip, Network network,
    Layout layout) {

    /** Micro-batches that each replica goes through in a step. */
    public int microBatches() {
        return batch / (layout.data() * layout.microBatch());
    }
}
