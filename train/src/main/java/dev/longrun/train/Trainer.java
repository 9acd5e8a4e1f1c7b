package dev.longrun.train;

import dev.longrun.model.Model;
import dev.longrun.model.TrainingPass;
import dev.longrun.plan.LossCurve;
import dev.longrun.plan.Plan;
import dev.longrun.plan.Steps;
import dev.longrun.run.Recipe;
import dev.longrun.run.Run;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.text.Batches;
import dev.longrun.text.Dataset;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The training loop. A step: gradients of a batch, in micro-batches; guard; optimiser; journal; then, where due, a
 * checkpoint, an evaluation, samples. Everything that the next step depends on is in the checkpoint.
 */
public final class Trainer {

    /** How a run ended this time. */
    public enum Outcome {
        /** All steps are done. */
        FINISHED,
        /** It was asked to stop: a checkpoint was saved and the same command goes on from it. */
        INTERRUPTED
    }

    /** One large gradient does little harm once it is clipped, and odd documents bring them. */
    private static final double NORM_SLACK = 3;

    private final RunFolder folder;
    private final Run run;
    private final Recipe recipe;
    private final Plan plan;
    private final LossCurve curve;
    private final ThreadTeam team;
    private final TrainListener listener;
    private final BooleanSupplier stop;
    private final long startedNanos;
    private final long steps;
    private final LearningRate rates;
    private final Guard lossGuard;
    private final Guard normGuard;

    private Journal journal;
    private long step;
    private long sequences;
    private double earlierSeconds;
    private long savedNanos;
    private long savedStep = -1;
    private double stepSeconds;
    private double evaluationSeconds;

    Trainer(RunFolder folder, Run run, Plan plan, LossCurve curve, ThreadTeam team, TrainListener listener,
        BooleanSupplier stop, long startedNanos) {
        this.folder = folder;
        this.run = run;
        this.recipe = run.training();
        this.plan = plan;
        this.curve = curve;
        this.team = team;
        this.listener = listener;
        this.stop = stop;
        this.startedNanos = startedNanos;
        steps = Steps.of(recipe);
        rates = LearningRate.of(recipe, steps);
        lossGuard = new Guard("loss", recipe.zScoreLimit());
        normGuard = new Guard("gradient norm", NORM_SLACK * recipe.zScoreLimit());
    }

    /** Trains from where {@code resumption} says; {@code noted} happened before the journal could be opened. */
    Outcome train(Dataset dataset, Resumption resumption, List<Event> noted) {
        step = resumption.step();
        resumption.state().ifPresent(state -> {
            sequences = state.sequences();
            earlierSeconds = state.trainedSeconds();
            lossGuard.resume(state.pastLosses());
            normGuard.resume(state.pastNorms());
            savedStep = state.step();
        });
        Model model = resumption.model(run);
        Optimizer optimizer = Optimizer.of(team, model.parameters(), recipe);
        resumption.restore(optimizer);
        try {
            Past past = Past.of(Journal.read(folder.journal()), step, steps, recipe, noted);
            try (Journal opened = Journal.resume(folder.journal(), past.events())) {
                journal = opened;
                begin(resumption, noted);
                return loop(dataset, model, optimizer, past.evaluated());
            }
        } catch (IOException failure) {
            throw unwritable("journal or report", failure);
        }
    }

    private void begin(Resumption resumption, List<Event> noted) throws IOException {
        write(new Event.Started(now(), step, steps, ThisMachine.longrunVersion(), Runtime.version().toString(),
            ThisMachine.cpu(), team.size()));
        noted.forEach(this::write);
        if (resumption.checkpoint().isPresent() || !resumption.refused().isEmpty()) {
            write(new Event.Resumed(now(), step, resumption.name(), resumption.refused()));
        }
        // Only now, so that the journal tells of every damaged checkpoint, whatever happens meanwhile.
        journal.sync();
        resumption.tidy(folder);
    }

    private Outcome loop(Dataset dataset, Model model, Optimizer optimizer, boolean evaluatedBefore)
        throws IOException {
        savedNanos = System.nanoTime();
        int context = run.model().context();
        int microSequences = Math.toIntExact(recipe.microBatchTokens() / context);
        int microBatches = Math.toIntExact(recipe.batchTokens() / recipe.microBatchTokens());
        int[] tokens = new int[microSequences * context];
        int[] targets = new int[microSequences * context];
        Batches batches = new Batches(dataset.train(), context, recipe.seed());
        TrainingPass pass = model.trainingPass(team, microSequences, context, recipe.zLoss());
        Evaluation evaluation = new Evaluation(run, dataset, model, pass, team);
        float[] gradients = new float[model.parameters().size()];
        float scale = 1f / recipe.batchTokens();
        double bitsPerNat = (double) dataset.facts().trainTokens() / dataset.facts().trainBytes() / Math.log(2);
        boolean evaluated = evaluatedBefore;

        while (step < steps || !evaluated) {
            if (evaluated) {
                long before = System.nanoTime();
                Arrays.fill(gradients, 0);
                double nats = 0;
                for (int micro = 0; micro < microBatches; micro++) {
                    batches.fill(sequences + (long) micro * microSequences, microSequences, tokens, targets);
                    nats += pass.lossAndGradients(tokens, targets, scale, gradients);
                }
                double loss = nats / recipe.batchTokens();
                double norm = optimizer.norm(gradients);
                guard(loss, norm);
                double rate = rates.at(step + 1);
                optimizer.update(gradients, norm, step + 1, rate);
                step++;
                sequences += (long) microBatches * microSequences;
                double seconds = (System.nanoTime() - before) / 1e9;
                stepSeconds = stepSeconds == 0 ? seconds : 0.95 * stepSeconds + 0.05 * seconds;
                double speed = recipe.batchTokens() / seconds;
                double mfu = speed * plan.flopPerToken().training() / run.hardware().peak();
                Event.Step done = new Event.Step(now(), step, step * recipe.batchTokens(), loss, loss * bitsPerNat,
                    norm, rate, speed, mfu, curve.lossNats(step));
                write(done);
                listener.progress(step, steps, etaSeconds(), done);
            }
            boolean interrupted = stop.getAsBoolean();
            evaluated = evaluated && step != steps && step % recipe.evaluateEvery() != 0;
            if (!evaluated || interrupted || step % recipe.checkpointEvery() == 0
                || (System.nanoTime() - savedNanos) / 1e9 > recipe.checkpointSeconds()) {
                save(model, optimizer, dataset);
            }
            if (interrupted) {
                stopped("interrupted");
                return Outcome.INTERRUPTED;
            }
            if (!evaluated) {
                evaluate(evaluation);
                evaluated = true;
            }
        }
        return Outcome.FINISHED;
    }

    private void evaluate(Evaluation evaluation) throws IOException {
        long before = System.nanoTime();
        Event.Evaluated result = evaluation.validate(now(), step, curve.lossNats(step));
        write(result);
        evaluation.samples(now(), step).forEach(this::write);
        evaluationSeconds = (System.nanoTime() - before) / 1e9;
        if (step == steps) {
            write(new Event.Finished(now(), step, result.loss(), result.bitsPerByte(), curve.lossNats(steps), seconds(),
                plan.time().totalSeconds(), ThisMachine.peakMemoryBytes(), plan.memory().totalBytes()));
        }
        journal.sync();
        Report.write(folder.path());
    }

    private void guard(double loss, double norm) throws IOException {
        Optional<String> reason = lossGuard.check(loss).or(() -> normGuard.check(norm));
        if (reason.isPresent()) {
            throw guarded(reason.get(), Double.isFinite(loss) && Double.isFinite(norm));
        }
    }

    private TrainException guarded(String reason, boolean spike) throws IOException {
        String good = stopped(reason);
        return new TrainException(folder.path() + ": stopped before step " + (step + 1) + ": " + reason
            + "; the last good checkpoint is " + good + "; lower training.learning_rate under a new name"
            + (spike ? ", or raise training.z_score_limit to go on from there" : ""));
    }

    private String stopped(String reason) throws IOException {
        String good = savedStep < 0 ? "none" : Checkpoint.name(savedStep);
        write(new Event.Stopped(now(), step, reason, good));
        journal.sync();
        Report.write(folder.path());
        return good;
    }

    private void save(Model model, Optimizer optimizer, Dataset dataset) throws IOException {
        if (savedStep == step) {
            return;
        }
        if (!finite(model.parameters().values())) {
            throw guarded("weights are no longer finite numbers", false);
        }
        long before = System.nanoTime();
        try {
            journal.sync();
            Checkpoint saved = Checkpoint.write(folder.checkpoints(), model, optimizer,
                new TrainingState(step, sequences, dataset.fingerprint(), recipe.seed(), seconds(), lossGuard.past(),
                    normGuard.past(), ThisMachine.longrunVersion(), Runtime.version().toString()),
                dataset.folder().resolve("tokenizer.json"), folder.runFile());
            savedStep = step;
            savedNanos = System.nanoTime();
            write(new Event.Saved(now(), step, Checkpoint.name(step), saved.bytes(), (savedNanos - before) / 1e9));
            Checkpoints.prune(folder.checkpoints(), recipe.keepLast(), recipe.keepEvery());
        } catch (IOException failure) {
            throw unwritable("the checkpoint of step " + step, failure);
        }
    }

    private static boolean finite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private TrainException unwritable(String what, IOException failure) {
        String reason = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return new TrainException(folder.path() + ": " + what + " could not be written (" + reason + "); "
            + (savedStep < 0 ? "there is no checkpoint yet" : Checkpoint.name(savedStep) + " is in place")
            + "; make room and run the same command again", failure);
    }

    private double seconds() {
        return earlierSeconds + (System.nanoTime() - startedNanos) / 1e9;
    }

    /** Steps, and evaluations with their samples and checkpoints, at the speed seen so far. */
    private double etaSeconds() {
        long evaluations = Math.ceilDiv(steps, recipe.evaluateEvery()) - step / recipe.evaluateEvery();
        double each = evaluationSeconds > 0 ? evaluationSeconds
            : 0.35 * stepSeconds * run.data().validationBytes() / 3.5 / recipe.batchTokens();
        return (steps - step) * stepSeconds + evaluations * each;
    }

    private void write(Event event) {
        try {
            journal.write(event);
        } catch (IOException failure) {
            throw unwritable("the journal", failure);
        }
        listener.event(event);
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
