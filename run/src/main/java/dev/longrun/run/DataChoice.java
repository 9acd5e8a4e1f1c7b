package dev.longrun.run;

import java.util.List;
import java.util.Optional;

/** Which text, and how it is split. */
public record DataChoice(
    @Key(value = "jdk (the source of the JDK in use), or files, folders, globs and archives; one or a list",
        example = "my-texts/**/*.md")
    List<String> source,
    @Key(value = "Field of a .jsonl line that holds the text", example = "text")
    String field,
    @Key(value = "Share of files, chosen by a hash of their path, kept for validation", unit = Unit.SHARE,
        min = 0.0001, max = 0.5, example = "2 %")
    double validationShare,
    @Key(value = "At most so much training text is read, files in the order of their path's hash", unit = Unit.BYTES,
        min = 1, example = "32 MB")
    long trainBytes,
    @Key(value = "At most so much validation text, likewise", unit = Unit.BYTES, min = 1, example = "500 kB")
    long validationBytes,
    @Key(value = "How often the training text is read: so much less of it is taken, where train_bytes is not given",
        min = 1, max = 1e6, example = "2", before = "1")
    double epochs,
    @Key(value = "What is left out of the training text: documents with the same bytes as one before, or those too "
        + "that share about 80 % of their runs of five words with one", before = "exact")
    Deduplicate deduplicate,
    @Key(value = "Share of the public text read that filters leave; only for accelerators", unit = Unit.SHARE,
        min = 0.0001, max = 1, example = "15 %")
    Optional<Double> keptShare,
    @Key(value = "Tokens trained on that are bought: none of them from public text", unit = Unit.TOKENS, min = 0,
        example = "1T")
    Optional<Long> licensedTokens,
    @Key(value = "Tokens trained on that models wrote", unit = Unit.TOKENS, min = 0, example = "5T")
    Optional<Long> syntheticTokens) {

    /** What is left out of the training text. */
    public enum Deduplicate {
        /** Nothing, but for what is held out for validation. */
        NONE,
        /** Documents with the same bytes as one before. */
        EXACT,
        /** Documents much like one before. */
        NEAR
    }
}
