package dev.longrun.text;

import java.util.List;
import java.util.Optional;

/**
 * Which text becomes which tokens.
 *
 * @param sources each {@code jdk}, a file, a folder, a glob or an archive
 * @param field the field of a .jsonl line that holds the text
 * @param validationShare above 0, at most 0.5: the share of documents kept for validation
 * @param trainBytes at most so much raw text for training
 * @param validationBytes at most so much raw text for validation
 * @param deduplication what is left out of the training text; exact duplicates in records that do not say
 * @param vocabulary tokens, 257 (the bytes and {@code <|endoftext|>}) or more
 */
public record DatasetSpec(List<String> sources, String field, double validationShare, long trainBytes,
    long validationBytes, Deduplication deduplication, int vocabulary) {

    /** 256 bytes and the separator of documents. */
    static final int SMALLEST_VOCABULARY = 257;
    private static final int LARGEST_VOCABULARY = 1 << 22;

    /** With exact duplicates left out. */
    public DatasetSpec(List<String> sources, String field, double validationShare, long trainBytes,
        long validationBytes, int vocabulary) {
        this(sources, field, validationShare, trainBytes, validationBytes, Deduplication.EXACT, vocabulary);
    }

    /** Throws TextException when a value is out of range. */
    public DatasetSpec {
        deduplication = Optional.ofNullable(deduplication).orElse(Deduplication.EXACT);
        sources = List.copyOf(sources);
        if (sources.isEmpty()) {
            throw new TextException("data source: none given; name a folder, a file, a glob, an archive or jdk");
        }
        if (!(validationShare > 0 && validationShare <= 0.5)) {
            throw new TextException("validation share " + validationShare + ": must be above 0 and at most 0.5");
        }
        if (trainBytes < 1 || validationBytes < 1) {
            throw new TextException("train bytes " + trainBytes + ", validation bytes " + validationBytes
                + ": must be at least 1");
        }
        if (vocabulary < SMALLEST_VOCABULARY || vocabulary > LARGEST_VOCABULARY) {
            throw new TextException("vocabulary " + vocabulary + ": must be " + SMALLEST_VOCABULARY
                + " (256 bytes and the separator of documents) to " + LARGEST_VOCABULARY);
        }
    }
}
