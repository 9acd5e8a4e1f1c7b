package dev.longrun.tokenizer;

/**
 * A token that is found in text before anything else is done with it.
 *
 * @param id its id
 * @param content how it is written
 * @param special that it is no part of what is said
 * @param singleWord that it counts only with no letter or digit beside it
 * @param leftSpace that white space before it belongs to it
 * @param rightSpace that white space after it belongs to it
 * @param normalized that it is looked for in the normalised text
 */
record AddedToken(int id, String content, boolean special, boolean singleWord, boolean leftSpace, boolean rightSpace,
    boolean normalized) {

    static AddedToken plain(int id, String content, boolean special) {
        return new AddedToken(id, content, special, false, false, false, false);
    }
}
