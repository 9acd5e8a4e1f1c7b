package dev.longrun.model;

import java.nio.file.Path;

/**
 * The shape of a model: everything but its numbers. One record a family; a further family is one more record here, one
 * more {@link Model}, and one more case in {@link HfConfig}, and nothing in the training loop.
 */
public sealed interface ModelConfig permits LlamaConfig {

    /** Tokens in the vocabulary. */
    int vocabulary();

    /** The longest sequence in tokens. */
    int context();

    /** All parameters, embedding and head included; a tied head counts once. */
    long parameters();

    /**
     * Reads a Hugging Face {@code config.json}.
     *
     * @throws ModelException if the file cannot be read, or says what no family here can do
     */
    static ModelConfig read(Path file) {
        return LlamaConfig.of(HfConfig.read(file));
    }

    /**
     * Writes a Hugging Face {@code config.json}, in place.
     *
     * @throws ModelException if the file cannot be written
     */
    default void write(Path file) {
        HfConfig.write(file, ((LlamaConfig) this).architecture());
    }
}
