package dev.longrun.cluster;

/**
 * What a layout is sought for.
 *
 * @param model that is trained
 * @param sequence tokens of a sequence
 * @param batch sequences of a step
 * @param precision of the products
 * @param chip of the cluster
 * @param network between the link domains
 * @param accelerators to lay out over, all of them
 * @param software that runs it
 * @param fixed part of the layout
 */
public record SearchRequest(Transformer model, int sequence, int batch, Precision precision, Chip chip,
    Network network, int accelerators, Software software, Fixed fixed) {

    /** Of another batch. */
    SearchRequest withBatch(int other) {
        return new SearchRequest(model, sequence, other, precision, chip, network, accelerators, software, fixed);
    }

    /** With another part given. */
    SearchRequest withFixed(Fixed other) {
        return new SearchRequest(model, sequence, batch, precision, chip, network, accelerators, software, other);
    }

    /** As one step laid out so. */
    public Job job(Layout layout) {
        return new Job(model, sequence, batch, precision, chip, network, layout, software);
    }
}
