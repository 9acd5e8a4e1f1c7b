package dev.longrun.model;

import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.Products;
import dev.longrun.tensor.ThreadTeam;
import java.nio.file.Path;

/** A model: its shape and its numbers, and the ways to use them. One implementation a family. */
public sealed interface Model permits Llama {

    /** A model at its start; the numbers depend on the configuration and the seed alone. */
    static Model create(ModelConfig config, long seed) {
        return switch (config) {
            case LlamaConfig llama -> Llama.create(llama, seed);
        };
    }

    /**
     * Reads a folder in Hugging Face layout: {@code config.json} and {@code model.safetensors}.
     *
     * @throws ModelException if either is missing, broken, or does not fit the other
     */
    static Model load(Path folder) {
        return ModelFolder.load(folder);
    }

    /**
     * Writes {@code config.json} and {@code model.safetensors} into an existing folder, in place and without a sync.
     *
     * @throws ModelException if they cannot be written
     */
    default void save(Path folder) {
        ModelFolder.save(this, folder);
    }

    /** The shape. */
    ModelConfig config();

    /** The numbers. */
    Parameters parameters();

    /** A training pass over {@code sequences} of {@code context} tokens; it reads {@link #parameters} at each call. */
    default TrainingPass trainingPass(ThreadTeam team, int sequences, int context) {
        return trainingPass(team, new MatMul(team), sequences, context, 0, 0);
    }

    /**
     * The same with the linear layers' products by {@code products}, which run on the same team, and gradients of the
     * loss and of {@code zLoss} times log(sum of exp(logits))^2 a token, a share {@code dropout} of the elements of the
     * embedding and of each block's output dropped where gradients are taken.
     */
    TrainingPass trainingPass(ThreadTeam team, Products products, int sequences, int context, double zLoss,
        double dropout);

    /**
     * A decoder of up to {@code capacity} tokens, over the numbers as they are now: when they change,
     * {@link Decoder#reload} it.
     */
    Decoder decoder(ThreadTeam team, int capacity);
}
