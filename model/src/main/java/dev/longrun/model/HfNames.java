package dev.longrun.model;

/** What a family's files in Hugging Face layout call their tensors. */
public final class HfNames {

    private final HfFamily family;

    /** The names of one family. */
    public HfNames(Family family) {
        this.family = HfFamily.of(family);
    }

    /**
     * A tensor's name without {@code .weight} or {@code .bias}.
     *
     * @param layer whatever, for a tensor of the whole model
     * @param expert whatever, for one that is no expert's
     */
    public String name(TensorRole role, int layer, int expert) {
        return family.name(role).replace("#", Integer.toString(layer)).replace("@", Integer.toString(expert));
    }

    /** Whether the files keep a matrix as [in, out]. */
    public boolean transposed(TensorRole role) {
        return family.transposed(role);
    }

    /** Whether the files keep queries, keys and values as one. */
    public boolean fused() {
        return family.fused();
    }
}
