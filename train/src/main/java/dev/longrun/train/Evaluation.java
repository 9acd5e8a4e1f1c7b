package dev.longrun.train;

import dev.longrun.model.Decoder;
import dev.longrun.model.Generation;
import dev.longrun.model.Model;
import dev.longrun.model.Sampler;
import dev.longrun.model.Sampling;
import dev.longrun.model.TrainingPass;
import dev.longrun.run.Run;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.text.Dataset;
import dev.longrun.text.Tokens;
import dev.longrun.text.ValidationBatches;
import dev.longrun.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One full deterministic pass over the validation text, and the fixed prompts completed. Changes no training bit. */
final class Evaluation {

    private final Run run;
    private final Tokenizer tokenizer;
    private final Model model;
    private final TrainingPass pass;
    private final ThreadTeam team;
    private final ValidationBatches batches;
    private final int passSequences;
    private final int[] tokens;
    private final int[] targets;
    /** Kept: one made anew at every evaluation would be garbage that the JVM takes more memory for. */
    private Optional<Decoder> kept = Optional.empty();

    Evaluation(Run run, Dataset dataset, Model model, TrainingPass pass, ThreadTeam team) {
        this(run, dataset.validation(), dataset.tokenizer(), model, pass, team);
    }

    /** Over another text than the run's own, in its tokens. */
    Evaluation(Run run, Tokens validation, Tokenizer tokenizer, Model model, TrainingPass pass, ThreadTeam team) {
        this.run = run;
        this.tokenizer = tokenizer;
        this.model = model;
        this.pass = pass;
        this.team = team;
        int context = run.model().context();
        batches = new ValidationBatches(validation, tokenizer, context);
        passSequences = Math.toIntExact(run.training().microBatchTokens() / context);
        tokens = new int[passSequences * context];
        targets = new int[passSequences * context];
    }

    /** Nats per token and bits per byte of raw text (special tokens are no targets). */
    Event.Evaluated validate(String at, long step, double forecastLoss) {
        long before = System.nanoTime();
        double nats = 0;
        for (long first = 0; first < batches.sequences(); first += passSequences) {
            batches.fill(first, passSequences, tokens, targets);
            nats += pass.loss(tokens, targets);
        }
        return new Event.Evaluated(at, step, nats / batches.targets(), nats / Math.log(2) / batches.bytes(),
            forecastLoss, (System.nanoTime() - before) / 1e9);
    }

    /** Every prompt completed at temperature 0. */
    List<Event> samples(String at, long step) {
        if (run.training().prompts().isEmpty()) {
            return List.of();
        }
        kept.ifPresent(Decoder::reload);
        Decoder decoder = kept.orElseGet(() -> model.decoder(team, run.model().context()));
        kept = Optional.of(decoder);
        return run.training().prompts().stream().map(prompt -> {
            int[] ids = tokenizer.encode(prompt);
            int[] fed = ids.length == 0 ? new int[] {tokenizer.endOfText()}
                : Arrays.copyOfRange(ids, Math.max(0, ids.length - run.model().context() / 2), ids.length);
            int[] said = Generation.complete(decoder, new Sampler(Sampling.GREEDY), fed,
                run.training().sampleTokens(), tokenizer.endOfText(), token -> { });
            return (Event) new Event.Sampled(at, step, prompt, tokenizer.decode(said));
        }).toList();
    }
}
