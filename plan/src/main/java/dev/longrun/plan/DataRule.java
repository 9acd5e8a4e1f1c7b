package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.run.DataChoice.Deduplicate;
import dev.longrun.run.ModelShape;
import dev.longrun.run.RunFile;
import java.util.List;

/** Which text, and how much of it: enough that no token is seen twice if there is so much, and no more. */
final class DataRule {
    /** Bytes read over bytes expected: the tokenizer may do better than {@link BytesPerToken} says. */
    static final double MARGIN = 1.15;
    /** Training FLOP that all validation passes together may take. */
    private static final double VALIDATION_SHARE = 0.045;
    private static final double SMALLEST_VALIDATION = 20_000;
    private static final double LARGEST_VALIDATION = 10_000_000;
    private static final long BYTES_PER_ENTRY = 256;

    private DataRule() {
    }

    static List<String> source(RunFile file, boolean here) {
        if (here) {
            file.derive("data.source", List.of(BytesToRead.JDK), "the text that every JDK carries", "lib/src.zip");
        } else {
            file.derive("data.source", List.of(LossPrior.WEB), "no text is named: planned as text from the web",
                "our choice");
        }
        file.derive("data.field", "text", "the usual field of .jsonl", "our choice");
        file.derive("data.epochs", 1.0, "no token twice if there is so much text", "our choice");
        file.derive("data.deduplicate", Deduplicate.EXACT, "documents with the same bytes once", "our choice");
        file.derive("data.validation_share", 0.02, "2 % of the files", "our choice");
        return file.value("data.source", List.class).stream().flatMap(List<?>::stream).map(String.class::cast)
            .toList();
    }

    static void bytes(RunFile file, ModelShape shape, long tokens, long evaluations) {
        double perToken = BytesPerToken.estimate(shape.vocabulary());
        double epochs = file.value("data.epochs", Double.class).orElseThrow();
        // Text that is to be read again is no more than that.
        double fresh = tokens * perToken * (epochs > 1 ? 1 / epochs : MARGIN);
        double tokenizer = (double) shape.vocabulary() * BYTES_PER_ENTRY;
        file.derive("data.train_bytes", Grid.up(Math.max(fresh, tokenizer), 2), Words.format(
            "%s tokens x %s bytes %s, at least 256 bytes a vocabulary entry", Words.count(tokens),
            Words.plain(perToken), epochs > 1 ? "/ " + Words.plain(epochs) + " epochs" : "+ 15 %"),
            "data.epochs");
        double validation = VALIDATION_SHARE * 3 * tokens / evaluations * perToken;
        file.derive("data.validation_bytes",
            Grid.down(Math.clamp(validation, SMALLEST_VALIDATION, LARGEST_VALIDATION), 2), Words.format(
            "%d passes take at most 4.5 %% of the training FLOP; 20 kB to 10 MB", evaluations), "our choice");
    }
}
