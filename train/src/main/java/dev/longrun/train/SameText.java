package dev.longrun.train;

import dev.longrun.model.Model;
import dev.longrun.model.PassOptions;
import dev.longrun.model.TrainingPass;
import dev.longrun.run.Run;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.text.Dataset;
import dev.longrun.text.HeldOut;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;

/**
 * Sees to it that all runs of a comparison are measured on the same bytes: the validation text of its first side. A run
 * whose own is another one is evaluated again, from its last checkpoint, on that text in its own tokens.
 */
final class SameText {

    private final HeldOut reference;
    private final String sha256;
    private final int threads;
    private final Map<String, Boolean> same = new HashMap<>();
    private int evaluatedAgain;

    /** {@code first}: a finished run of the first side at the largest level. */
    SameText(CompareCell first, int threads) throws IOException {
        this.threads = threads;
        try (Dataset dataset = dataset(first)) {
            reference = HeldOut.of(dataset);
        }
        sha256 = reference.sha256();
    }

    /** Bits per byte of the common text; {@code own} is what the run ended with on its own text. */
    double bitsPerByte(CompareCell cell, double own) throws IOException {
        try (Dataset dataset = dataset(cell)) {
            if (same.computeIfAbsent(dataset.fingerprint(), _ -> HeldOut.of(dataset).sha256().equals(sha256))) {
                return own;
            }
            int trained = reference.trainedOnBy(dataset);
            if (trained > 0) {
                throw new TrainException(cell.run().folder().path() + ": was trained on " + trained + " of the "
                    + reference.documents() + " documents that both are measured on; give both the same data.source");
            }
            evaluatedAgain++;
            return evaluate(cell, dataset);
        }
    }

    private double evaluate(CompareCell cell, Dataset dataset) throws IOException {
        Run run = cell.run().run();
        Model model = Resumption.of(cell.run().folder()).model(run);
        try (ThreadTeam team = new ThreadTeam(threads); Arena arena = Arena.ofShared()) {
            TrainingPass pass = model.trainingPass(team, Precisions.products(run.training().precision(), team),
                TrainingStep.passSequences(run), run.model().context(), PassOptions.PLAIN);
            return new Evaluation(run, reference.in(dataset.tokenizer(), arena), dataset.tokenizer(), model, pass,
                team).validate("", 0, 0).bitsPerByte();
        }
    }

    /** On which text both were measured. */
    String words(String a, String b) {
        String text = "both are measured on the same " + reference.documents() + " documents, " + a + "'s validation "
            + "text (SHA-256 " + sha256.substring(0, 12) + ")";
        return evaluatedAgain == 0 ? text : text + "; the validation text of " + b + " is another one, so "
            + evaluatedAgain + " runs were evaluated again, with their own tokenizers";
    }

    private static Dataset dataset(CompareCell cell) throws IOException {
        RunFolder folder = cell.run().folder();
        return Resumption.of(folder).state().map(state -> Dataset.open(folder.textCache().resolve(state.dataset())))
            .orElseThrow(() -> new TrainException(folder.path() + ": has no checkpoint"));
    }
}
