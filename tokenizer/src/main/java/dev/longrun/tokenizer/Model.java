package dev.longrun.tokenizer;

/** How a stretch of text becomes tokens. Immutable. */
sealed interface Model permits BytePairs, Unigram {

    /** For one thread at a time; it may remember what it has met. */
    StretchEncoder encoder();
}
