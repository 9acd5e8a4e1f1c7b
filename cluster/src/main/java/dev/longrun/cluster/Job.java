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
 * @param software that runs it
 */
public record Job(Transformer model, int sequence, int batch, Precision precision, Chip chip, Network network,
    Layout layout, Software software) {

    /** With the software of today. */
    public Job(Transformer model, int sequence, int batch, Precision precision, Chip chip, Network network,
        Layout layout) {
        this(model, sequence, batch, precision, chip, network, layout, Software.GRAPHED);
    }

    /** Micro-batches that each replica goes through in a step. */
    public int microBatches() {
        return batch / (layout.data() * layout.microBatch());
    }

    /** The same step laid out otherwise. */
    public Job with(Layout other) {
        return new Job(model, sequence, batch, precision, chip, network, other, software);
    }
}
