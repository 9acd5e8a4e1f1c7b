package dev.longrun.train;

import dev.longrun.model.Model;
import dev.longrun.model.PassOptions;
import dev.longrun.model.TrainingPass;
import dev.longrun.plan.LossCurve;
import dev.longrun.plan.Plan;
import dev.longrun.plan.Steps;
import dev.longrun.run.Recipe;
import dev.longrun.run.Run;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.text.Dataset;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
    private final Prospect prospect;
    private final ThreadTeam team;
    private final TrainListener listener;
    private final BooleanSupplier stop;
    private final long startedNanos;
    private final long steps;
    private final LearningRate rates;
    private final Guard lossGuard;
    private final Guard normGuard;

    private Journal journal;
    private CheckpointWriter writer;
    private long step;
    private long sequences;
    private double earlierSeconds;
    private long savedNanos;
    private long savedStep = -1;
    private long begunStep = -1;
    private long firstStep;
    private long toldStallNanos;
    private Profile profile;
    private double stepSeconds;
    private double evaluationSeconds;

    Trainer(RunFolder folder, Run run, Plan plan, LossCurve curve, ThreadTeam team, TrainListener listener,
        BooleanSupplier stop, long startedNanos) {
        this.folder = folder;
        this.run = run;
        this.recipe = run.training();
        this.plan = plan;
        this.curve = curve;
        prospect = new Prospect(run, plan.loss(), curve);
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
            begunStep = state.step();
        });
        Model model = resumption.model(run);
        Optimizer optimizer = Optimizer.of(team, model.parameters(), recipe);
        resumption.restore(optimizer);
        try {
            Past past = Past.of(Journal.read(folder.journal()), step, steps, recipe, noted);
            // The writer is closed first: it syncs the journal.
            try (Journal opened = Journal.resume(folder.journal(), past.events());
                CheckpointWriter behind = new CheckpointWriter()) {
                journal = opened;
                writer = behind;
                past.events().forEach(prospect::hear);
                begin(resumption, past, noted);
                return loop(dataset, model, optimizer, past.evaluated());
            }
        } catch (IOException failure) {
            throw unwritable("journal or report", failure);
        }
    }

    private void begin(Resumption resumption, Past past, List<Event> noted) throws IOException {
        write(new Event.Started(now(), step, steps, ThisMachine.longrunVersion(), Runtime.version().toString(),
            ThisMachine.cpu(), team.size()));
        noted.forEach(this::write);
        if (resumption.checkpoint().isPresent() && !past.saved(step)) {
            // The process that wrote it was killed before it could tell.
            write(new Event.Saved(now(), step, resumption.name(), resumption.checkpoint().get().bytes(), 0, 0));
        }
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
        TrainingPass pass = model.trainingPass(team, Precisions.products(recipe.precision(), team),
            TrainingStep.passSequences(run), run.model().context(), new PassOptions(recipe.zLoss(), recipe.dropout(),
                recipe.balanceLoss(), recipe.routerLoss()));
        Evaluation evaluation = new Evaluation(run, dataset, model, pass, team);
        profile = new Profile(pass);
        TrainingStep work = new TrainingStep(run, dataset, model, optimizer, pass, profile);
        double bitsPerNat = (double) dataset.facts().trainTokens() / dataset.facts().trainBytes() / Math.log(2);
        boolean evaluated = evaluatedBefore;
        firstStep = step;

        while (step < steps || !evaluated) {
            if (evaluated) {
                step(work, bitsPerNat);
            }
            boolean interrupted = stop.getAsBoolean();
            evaluated = evaluated && step != steps && step % recipe.evaluateEvery() != 0;
            if (!evaluated || interrupted || step % recipe.checkpointEvery() == 0 || longSinceSaved()) {
                save(model, optimizer, dataset);
            }
            if (interrupted) {
                settle();
                profiled();
                stopped("interrupted");
                return Outcome.INTERRUPTED;
            }
            if (!evaluated) {
                pass.takeRouting().filter(_ -> step > firstStep).ifPresent(routing ->
                    write(new Event.Routed(now(), step, routing.shares(), routing.entropyNats(), routing.dropped())));
                evaluate(evaluation);
                evaluated = true;
            }
        }
        settle();
        return Outcome.FINISHED;
    }

    private void step(TrainingStep work, double bitsPerNat) throws IOException {
        long before = System.nanoTime();
        long stalled = writer.stallNanos();
        work.gradients(sequences);
        guard(work.loss(), work.norm());
        double rate = rates.at(step + 1);
        writer.awaitRead();
        work.update(step + 1, rate);
        step++;
        sequences += work.sequences();
        double seconds = (System.nanoTime() - before - (writer.stallNanos() - stalled)) / 1e9;
        stepSeconds = stepSeconds == 0 ? seconds : 0.95 * stepSeconds + 0.05 * seconds;
        double speed = recipe.batchTokens() / seconds;
        double mfu = speed * plan.flopPerToken().training() / run.hardware().peak();
        Event.Step done = new Event.Step(now(), step, step * recipe.batchTokens(), work.loss(),
            work.loss() * bitsPerNat, work.norm(), rate, speed, mfu, curve.lossNats(step));
        write(done);
        taken(writer::takeIfDone);
        listener.progress(step, steps, etaSeconds(), done);
    }

    private void evaluate(Evaluation evaluation) throws IOException {
        long before = System.nanoTime();
        Event.Evaluated result = profile.evaluate(() -> {
            Event.Evaluated validated = evaluation.validate(now(), step, curve.lossNats(step));
            write(validated);
            prospect.hear(validated);
            evaluation.samples(now(), step).forEach(this::write);
            return validated;
        });
        evaluationSeconds = (System.nanoTime() - before) / 1e9;
        write(prospect.foretold(now(), step, seconds(), step == steps ? 0 : etaSeconds()));
        if (step == steps) {
            // A run is finished only once its last checkpoint is in place.
            settle();
            profiled();
            write(new Event.Finished(now(), step, result.loss(), result.bitsPerByte(), curve.lossNats(steps), seconds(),
                plan.time().totalSeconds(), ThisMachine.peakMemoryBytes(), plan.memory().totalBytes()));
        }
        journal.sync();
        Report.write(folder.path());
    }

    /** Where the time went, if a step was done. */
    private void profiled() {
        if (step > firstStep) {
            write(profile.event(now(), step, step - firstStep, (step - firstStep) * recipe.batchTokens(),
                plan.flopPerToken(), run.hardware().peak(), writer.stallNanos()));
        }
    }

    private void guard(double loss, double norm) throws IOException {
        Optional<String> reason = lossGuard.check(loss).or(() -> normGuard.check(norm));
        if (reason.isPresent()) {
            throw guarded(reason.get(), Double.isFinite(loss) && Double.isFinite(norm));
        }
    }

    private TrainException guarded(String reason, boolean spike) throws IOException {
        settle();
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

    /** While one is being written, the clock does not make the next one due. */
    private boolean longSinceSaved() {
        return !writer.busy() && (System.nanoTime() - savedNanos) / 1e9 > recipe.checkpointSeconds();
    }

    /** Begins a checkpoint of this step; one that is still being written is waited for. */
    private void save(Model model, Optimizer optimizer, Dataset dataset) throws IOException {
        if (begunStep == step) {
            return;
        }
        settle();
        long before = System.nanoTime();
        if (!finite(model.parameters().values())) {
            throw guarded("weights are no longer finite numbers", false);
        }
        TrainingState state = new TrainingState(step, sequences, dataset.fingerprint(), recipe.seed(), seconds(),
            lossGuard.past(), normGuard.past(), ThisMachine.longrunVersion(), Runtime.version().toString());
        writer.begin(step, read -> {
            journal.sync();
            Checkpoint saved = Checkpoint.write(folder.checkpoints(), model, optimizer, state,
                dataset.folder().resolve("tokenizer.json"), folder.runFile(), read);
            return Optional.of(new CheckpointWriter.Written(state.step(), saved.bytes(),
                (System.nanoTime() - before) / 1e9));
        });
        begunStep = step;
        savedNanos = System.nanoTime();
        writer.stalledSince(before);
    }

    private interface Taking {
        Optional<CheckpointWriter.Written> take() throws IOException;
    }

    /** Tells of a checkpoint that has come into place, and has those pruned that it replaces. */
    private void taken(Taking taking) {
        try {
            Optional<CheckpointWriter.Written> written = taking.take();
            if (written.isPresent()) {
                savedStep = written.get().step();
                long stalled = writer.stallNanos();
                write(new Event.Saved(now(), savedStep, Checkpoint.name(savedStep), written.get().bytes(),
                    written.get().seconds(), (stalled - toldStallNanos) / 1e9));
                toldStallNanos = stalled;
                writer.begin(savedStep, _ -> {
                    Checkpoints.prune(folder.checkpoints(), recipe.keepLast(), recipe.keepEvery());
                    return Optional.empty();
                });
            }
        } catch (IOException failure) {
            throw unwritable("the checkpoint of step " + writer.step(), failure);
        }
    }

    /** Waits until nothing is being written. */
    private void settle() {
        while (writer.busy()) {
            taken(writer::take);
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
            throw journalUnwritable(failure);
        }
        listener.event(event);
    }

    /** A checkpoint that fills the disk takes the journal's room as well: then it is what is told of. */
    private TrainException journalUnwritable(IOException failure) {
        try {
            writer.take().ifPresent(written -> savedStep = written.step());
        } catch (IOException first) {
            return unwritable("the checkpoint of step " + writer.step(), first);
        }
        return unwritable("the journal", failure);
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
