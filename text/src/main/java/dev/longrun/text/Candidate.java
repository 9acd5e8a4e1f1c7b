package dev.longrun.text;

import java.util.Optional;

/**
 * A document that may be taken.
 *
 * @param hash its place in the order, unsigned: of its path
 * @param path its stable name
 * @param file where it lies
 * @param ordinal which document of the file it is, for files read from their beginning only; which part of a plain file
 * @param bytes its stated size, a hint
 * @param known what it holds, when it has been read already
 */
record Candidate(long hash, String path, SourceFile file, int ordinal, long bytes, Optional<Examined> known) {

    /** True when the path's hash, as a number from 0 to 1, is below the validation share. */
    boolean validation(double share) {
        return (hash >>> 11) * 0x1p-53 < share;
    }
}
