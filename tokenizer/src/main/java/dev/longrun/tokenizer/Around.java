package dev.longrun.tokenizer;

/**
 * The tokens that a tokenizer puts around a text.
 *
 * @param before before it
 * @param after after it
 */
record Around(int[] before, int[] after) {

    /** Nothing. */
    static final Around NOTHING = new Around(new int[0], new int[0]);
}
