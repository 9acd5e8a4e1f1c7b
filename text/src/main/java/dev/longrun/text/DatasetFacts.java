package dev.longrun.text;

import java.util.List;

/**
 * What a dataset holds and how it came about.
 *
 * @param duplicates documents left out because another says the same
 * @param duplicateBytes of them; 0 in records from before it was counted
 * @param skipped files, entries and lines that are no text
 * @param trainBytes raw text, without separators
 * @param trainTokens with one separator before each document
 * @param ngramBitsPerByte of the validation text under an interpolated 5-gram of the training text (its first 64 MB)
 * @param splitByPosition true when there were too few documents to split by path and each was cut in two
 * @param skippedFiles the first of those skipped, at most {@link #MOST_NAMED}
 */
public record DatasetFacts(long trainDocuments, long validationDocuments, long duplicates,
    long duplicateBytes, long skipped,
    long trainBytes, long validationBytes, long trainTokens, long validationTokens, double ngramBitsPerByte,
    boolean splitByPosition, List<SkippedFile> skippedFiles) {

    /** The watcher hears of every one; the dataset's own record names so many. */
    public static final int MOST_NAMED = 1000;

    public DatasetFacts {
        skippedFiles = List.copyOf(skippedFiles);
    }
}
