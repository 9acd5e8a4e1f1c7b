package dev.longrun.train;

import dev.longrun.plan.LadderForecast;
import dev.longrun.plan.Plan;
import dev.longrun.plan.Rung;
import dev.longrun.plan.RungRule;
import dev.longrun.run.ModelShape;
import dev.longrun.run.Run;
import dev.longrun.run.RunFile;
import dev.longrun.weights.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.function.Function;

/**
 * The ladder of a run: smaller runs of its recipe over its text, trained for real in {@code runs/<name>/ladder/}, and
 * what they foretell of it. Rungs that are finished stay; one that was interrupted goes on.
 */
public final class LadderRun {

    private final TrainingRun target;
    private final List<Rung> rungs;
    private final Function<List<String>, RunFile> file;

    /**
     * The ladder of a run that is planned for this machine.
     *
     * @param file the target's run file, read anew with more overrides
     * @param share of the target's FLOP, for all rungs together
     */
    public LadderRun(TrainingRun target, Function<List<String>, RunFile> file, double share) {
        this.target = target;
        this.file = file;
        rungs = RungRule.of(target.run(), share);
    }

    /** The rungs, the cheapest first. */
    public List<Rung> rungs() {
        return rungs;
    }

    /**
     * One rung as a run: taken up, or planned anew.
     *
     * @throws TrainException if another rung of that name is there
     */
    public TrainingRun run(Rung rung, int threads, DoubleConsumer measuring) {
        RunFolder folder = target.folder().rung(rung.name());
        try {
            return TrainingRun.of(file.apply(overrides(rung)), folder, threads, measuring);
        } catch (TrainException other) {
            throw folder.holdsRun() ? another(folder, rung, other) : other;
        }
    }

    /** A ladder for another share, or for another run of that name, is not mixed with this one. */
    private TrainException another(RunFolder folder, Rung rung, TrainException difference) {
        double there = Plan.read(folder.planFile()).totalFlop();
        return new TrainException(String.format(Locale.ROOT, "%s: was trained for another --share or another run (its "
            + "%s takes %.3g FLOP, here %.3g); delete the folder to train the ladder anew, or ask as before: %s",
            target.folder().ladder(), rung.name(), there, rung.flop(), difference.getMessage()), difference);
    }

    /** What makes the target's run file a rung's: its size and length, the target's text, one evaluation at the end. */
    private List<String> overrides(Rung rung) {
        Run run = target.run();
        ModelShape shape = rung.shape();
        List<String> overrides = new ArrayList<>();
        overrides.add("name=" + rung.name());
        overrides.add("model.width=" + shape.width());
        overrides.add("model.layers=" + shape.layers());
        overrides.add("model.heads=" + shape.heads());
        overrides.add("model.kv_heads=" + shape.kvHeads());
        overrides.add("model.head_width=" + shape.headWidth());
        overrides.add("model.ffn_width=" + shape.ffnWidth());
        overrides.add("model.vocabulary=" + shape.vocabulary());
        overrides.add("model.context=" + shape.context());
        overrides.add("model.tied_head=" + shape.tiedHead());
        overrides.add("data.train_bytes=" + run.data().trainBytes());
        overrides.add("data.validation_bytes=" + run.data().validationBytes());
        // A batch that the user gave holds for the rungs too, and a run has one at least.
        double batch = file.apply(List.of()).given().get("training.batch_tokens") instanceof Long given ? given : 1;
        overrides.add(String.format(Locale.ROOT, "training.tokens=%.0f", Math.max(batch, Math.rint(rung.tokens()))));
        overrides.add("training.optimizer=" + run.training().optimizer().name().toLowerCase(Locale.ROOT));
        overrides.add("training.evaluate_every=1000000000");
        overrides.add("training.prompts=[]");
        overrides.add("training.keep_last=1");
        return overrides;
    }

    /** The rungs that are finished, as points of a law. */
    public List<LadderForecast.Point> points() throws IOException {
        List<LadderForecast.Point> points = new ArrayList<>();
        for (Rung rung : rungs) {
            point(target.folder().rung(rung.name())).ifPresent(points::add);
        }
        return points;
    }

    /** A finished run as a point of a law: parameters as its plan counts them, the text that its tokens stood for. */
    static Optional<LadderForecast.Point> point(RunFolder folder) throws IOException {
        History history = History.read(folder.journal());
        Optional<Event.Prepared> text = history.last(Event.Prepared.class);
        if (history.finished().isEmpty() || text.isEmpty() || !Files.exists(folder.planFile())) {
            return Optional.empty();
        }
        Plan plan = Plan.read(folder.planFile());
        double bytes = (double) plan.tokens() * text.get().trainBytes() / text.get().trainTokens();
        return Optional.of(new LadderForecast.Point(plan.parameters().matricesAndHead(), bytes,
            history.finished().get().bitsPerByte()));
    }

    /**
     * Fits the finished rungs, foretells the target, and keeps the answer beside them.
     *
     * @throws dev.longrun.plan.PlanException if too few are finished
     */
    public LadderForecast forecast() throws IOException {
        RunFolder folder = target.folder();
        Event.Prepared text = History.read(folder.rung(rungs.getLast().name()).journal()).last(Event.Prepared.class)
            .orElseThrow(() -> new TrainException(folder.ladder() + ": its last rung is not there yet"));
        LadderForecast forecast = LadderForecast.of(points(), target.plan().parameters().matricesAndHead(),
            target.plan().tokens(), (double) text.trainBytes() / text.trainTokens(),
            (double) text.validationBytes() / text.validationTokens());
        Durable.write(folder.forecast(), Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(forecast)
            + "\n");
        return forecast;
    }

    /** What a run's own ladder foretold, where it has one. */
    static Optional<LadderForecast> forecast(RunFolder folder) {
        if (!Files.exists(folder.forecast())) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.MAPPER.readValue(folder.forecast().toFile(), LadderForecast.class));
        } catch (IOException e) {
            throw new TrainException(folder.forecast() + ": is no forecast that this version can read; make it anew "
                + "with longrun forecast, or delete it");
        }
    }
}
