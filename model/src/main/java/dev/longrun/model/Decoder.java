package dev.longrun.model;

/** One sequence read token by token, with its keys and values kept. One caller at a time. */
public interface Decoder {

    /**
     * Reads the next tokens.
     *
     * @param tokens token ids, of which the first {@code count} are read
     * @param count at least 1
     * @return the logits [vocabulary] of what follows the last of them; the decoder's own array, until the next call
     * @throws ModelException if the tokens do not fit into what is left, or an id is outside the vocabulary
     */
    float[] feed(int[] tokens, int count);

    /** Tokens read since the start or {@link #reset}. */
    int position();

    /** Tokens that one sequence can have. */
    int capacity();

    /** Forgets the sequence. */
    void reset();

    /** Takes the model's numbers as they are now, and forgets the sequence. */
    void reload();
}
