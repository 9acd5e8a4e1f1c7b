package dev.longrun.text;

import java.util.List;

/**
 * The text of a dataset, chosen and split.
 *
 * @param byPosition true when there were too few documents to split them by path, so that each was cut in two
 * @param duplicates documents left out because another says the same
 * @param duplicateBytes of them
 */
record Corpus(RawText train, RawText validation, boolean byPosition, long duplicates, long duplicateBytes,
    List<SkippedFile> skipped)
    implements AutoCloseable {

    @Override
    public void close() {
        train.close();
        validation.close();
    }
}
