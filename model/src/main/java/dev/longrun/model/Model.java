package dev.longrun.model;

import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.Products;
import dev.longrun.tensor.ThreadTeam;
import java.nio.file.Path;

/** A model: its architecture and its numbers, and the ways to use them. */
public final class Model {

    private final Architecture architecture;
    private final Weights weights;

    private Model(Architecture architecture) {
        this.architecture = architecture;
        weights = new Weights(architecture);
    }

    /** A model at its start; the numbers depend on the architecture and the seed alone. */
    public static Model create(Architecture architecture, long seed) {
        Model model = blank(architecture);
        Initial.fill(architecture, model.parameters(), seed);
        return model;
    }

    /** All zeros. */
    public static Model blank(Architecture architecture) {
        return new Model(architecture);
    }

    /**
     * Reads a folder in Hugging Face layout: {@code config.json} and {@code model.safetensors}.
     *
     * @throws ModelException if either is missing, broken, or does not fit the other
     */
    public static Model load(Path folder) {
        return ModelFolder.load(folder);
    }

    /**
     * Writes {@code config.json} and {@code model.safetensors} into an existing folder, in place and without a sync.
     *
     * @throws ModelException if they cannot be written
     */
    public void save(Path folder) {
        ModelFolder.save(this, folder);
    }

    /** What it computes. */
    public Architecture architecture() {
        return architecture;
    }

    /** The numbers. */
    public Parameters parameters() {
        return weights.parameters;
    }

    Weights weights() {
        return weights;
    }

    /** A training pass over {@code sequences} of {@code context} tokens; it reads {@link #parameters} at each call. */
    public TrainingPass trainingPass(ThreadTeam team, int sequences, int context) {
        return trainingPass(team, new MatMul(team), sequences, context, PassOptions.PLAIN);
    }

    /** The same with the linear layers' products by {@code products}, which run on the same team, and with options. */
    public TrainingPass trainingPass(ThreadTeam team, Products products, int sequences, int context,
        PassOptions options) {
        return new TransformerPass(this, team, products, Kernels.fastest(), sequences, context, options);
    }

    /**
     * A decoder of up to {@code capacity} tokens, over the numbers as they are now: when they change,
     * {@link Decoder#reload} it.
     */
    public Decoder decoder(ThreadTeam team, int capacity) {
        return new TransformerDecoder(this, team, Kernels.fastest(), capacity);
    }
}
