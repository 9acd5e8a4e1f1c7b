package dev.longrun.text;

/**
 * Which documents are left out of the training text because others say the same. The validation text is the same under
 * each: a document with the bytes of one before it is never part of it, and no document of it is trained on.
 */
public enum Deduplication {
    /** None. */
    NONE,
    /** Those with the bytes of one before. */
    EXACT,
    /** Those too that share about 80 % of their runs of five words with one before, held-out ones included. */
    NEAR
}
