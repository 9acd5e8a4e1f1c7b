package dev.longrun.train;

import dev.longrun.page.Words;
import dev.longrun.plan.CompareRule;
import dev.longrun.plan.Comparison;
import dev.longrun.plan.Comparison.Sides;
import dev.longrun.plan.ComputeGain;
import dev.longrun.plan.ComputeGain.Level;
import dev.longrun.plan.ComputeGain.Point;
import dev.longrun.plan.Resolver;
import dev.longrun.run.Budget;
import dev.longrun.run.RunFile;
import dev.longrun.run.Unit;
import dev.longrun.weights.Durable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.function.Function;

/**
 * Two run files trained as small ladders over the same levels of compute, several seeds each, in
 * {@code runs/<name of A>/compare/<side>/}. Each rung is a run like any other: what its file gives stands, and all else
 * is derived from the level's FLOP as its budget. Rungs that are finished stay; one that was interrupted goes on. So
 * the rungs of A serve all that it is compared with.
 */
public final class CompareRun {

    /** Each rung's budget says how long it trains. */
    private static final List<String> OURS = List.of("training.tokens");
    /** What makes the validation text. */
    private static final List<String> MEASURE = List.of("data.validation_share", "data.validation_bytes");
    /** A rung may miss its level by so much: a model of a given size has whole steps, and a batch that is given. */
    private static final double MISS = 0.1;

    /**
     * One of the two.
     *
     * @param label its name, and that of its folder
     * @param file its run file, read anew with more overrides
     */
    public record Side(String label, Function<List<String>, RunFile> file) {

        private RunFile read(List<String> more) {
            return file.apply(more).without(OURS);
        }
    }

    /**
     * How much is trained.
     *
     * @param budget time or FLOP for all runs of both sides
     * @param rungs levels at most
     * @param seeds runs of each side at each level
     */
    public record Extent(Budget budget, int rungs, int seeds) {
    }

    private final Side a;
    private final Side b;
    private final RunFolder home;
    private final List<Double> levels;
    private final List<CompareCell> cells;
    private final List<String> differences;

    private CompareRun(Side a, Side b, RunFolder home, List<Double> levels, List<CompareCell> cells) {
        this.a = a;
        this.b = b;
        this.home = home;
        this.levels = levels;
        this.cells = cells;
        differences = CompareRule.differences(cell(false).run().run(), cell(true).run().run());
    }

    /**
     * Plans the runs.
     *
     * @param runs the folder of all runs
     * @param threads how many will train
     * @param measuring told the share done while this machine's speed is measured, which happens once
     * @throws TrainException if the two cannot be compared, or the budget is too small for two levels
     */
    public static CompareRun of(Side a, Side b, Extent extent, Path runs, int threads, DoubleConsumer measuring) {
        RunFile fileA = a.read(List.of());
        RunFile fileB = b.read(List.of());
        for (RunFile file : List.of(fileA, fileB)) {
            if (!Resolver.isHere(file)) {
                throw file.problemAt("hardware.preset", "both are trained, so each needs hardware: this-machine");
            }
        }
        for (String key : MEASURE) {
            if (fileB.given().containsKey(key) && !Objects.equals(fileB.given().get(key), fileA.given().get(key))) {
                throw fileB.problemAt(key, "differs from " + a.label() + "'s, and both must be measured on the same "
                    + "text; leave it out here");
            }
        }
        RunFolder home = TrainingRun.folder(fileA, runs);
        Planning planning = new Planning(a, b, home, threads, measuring, extent);
        for (int rungs = extent.rungs(); rungs >= 2; rungs--) {
            Optional<CompareRun> planned = planning.of(rungs);
            if (planned.isPresent()) {
                if (planned.get().differences.isEmpty()) {
                    throw new TrainException(a.label() + " and " + b.label() + ": nothing differs once both are "
                        + "resolved; change one, for example --set-b training.optimizer=adamw");
                }
                return planned.get();
            }
        }
        throw new TrainException(planning.tooSmall());
    }

    /** The runs in the order in which they are best trained: small ones first, the sides by turns. */
    public List<CompareCell> cells() {
        return cells;
    }

    /** What differs, at the largest level. */
    public List<String> differences() {
        return differences;
    }

    /** FLOP of the levels, the least first. */
    public List<Double> levels() {
        return levels;
    }

    /** Where the answer is kept. */
    public Path kept() {
        return home.comparison().resolve(b.label() + ".json");
    }

    /**
     * What the finished runs say; it is kept too.
     *
     * @throws TrainException if B was trained on text that both are measured on
     */
    public Comparison answer(int threads) throws IOException {
        List<String> diverged = new ArrayList<>();
        for (CompareCell cell : cells) {
            cell.divergence().ifPresent(why -> diverged.add(Words.format("%s diverged at %.2g FLOP, seed %d: %s",
                label(cell), levels.get(cell.level()), cell.seed(), why)));
        }
        Optional<SameText> measure = diverged.isEmpty() ? Optional.of(new SameText(cell(false), threads))
            : Optional.empty();
        List<Level> found = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            found.add(new Level(levels.get(i), points(i, false, measure), points(i, true, measure)));
        }
        Comparison comparison = new Comparison(a.label(), b.label(), differences,
            cell(false).run().plan().flopConvention(), measure.map(text -> text.words(a.label(), b.label()))
                .orElse("each is measured on its own validation text"),
            new Sides(duplicates(false), duplicates(true)), new Sides(epochs(false), epochs(true)), found, diverged,
            diverged.isEmpty() ? Optional.of(ComputeGain.of(found)) : Optional.empty());
        Durable.write(kept(), comparison.json());
        return comparison;
    }

    private List<Point> points(int level, boolean ofB, Optional<SameText> measure) throws IOException {
        List<Point> points = new ArrayList<>();
        for (CompareCell cell : cells) {
            if (cell.level() == level && cell.b() == ofB && cell.divergence().isEmpty()) {
                Point point = cell.point().orElseThrow(() -> new TrainException(cell.run().folder().path()
                    + ": is not finished"));
                double loss = measure.isEmpty() ? point.bitsPerByte()
                    : measure.get().bitsPerByte(cell, point.bitsPerByte());
                points.add(new Point(point.seed(), point.flop(), loss, point.seconds()));
            }
        }
        return points;
    }

    private String duplicates(boolean ofB) throws IOException {
        return cell(ofB).text().map(text -> Words.exact(text.duplicates()) + " documents, "
            + Words.bytes(text.duplicateBytes())).orElse("not known");
    }

    private String epochs(boolean ofB) throws IOException {
        CompareCell cell = cell(ofB);
        return cell.text().map(text -> Words.format("%.1f", (double) cell.run().plan().tokens()
            / text.trainTokens())).orElse("not known");
    }

    private String label(CompareCell cell) {
        return (cell.b() ? b : a).label();
    }

    /** The first run of a side at the largest level. */
    private CompareCell cell(boolean ofB) {
        return cells.stream().filter(cell -> cell.b() == ofB && cell.level() == levels.size() - 1).findFirst()
            .orElseThrow();
    }

    /** How the runs come of the budget. */
    private static final class Planning {

        private final Side a;
        private final Side b;
        private final RunFolder home;
        private final int threads;
        private final DoubleConsumer measuring;
        private final Extent extent;
        private double lack = 1;

        private Planning(Side a, Side b, RunFolder home, int threads, DoubleConsumer measuring, Extent extent) {
            this.a = a;
            this.b = b;
            this.home = home;
            this.threads = threads;
            this.measuring = measuring;
            this.extent = extent;
        }

        /** The runs over so many levels; empty if the smallest would have too few steps. */
        private Optional<CompareRun> of(int rungs) {
            lack = 1;
            double most = CompareRule.largest(extent.budget().amount(), rungs, extent.seeds());
            TrainingRun largest = run(a, "largest", "budget=" + new Budget(most, extent.budget().unit()), 1, List.of());
            List<Double> levels = CompareRule.levels(extent.budget().unit() == Unit.FLOP ? most
                : largest.plan().totalFlop(), rungs);
            List<String> measure = List.of("data.validation_bytes=" + largest.run().data().validationBytes(),
                "data.validation_share=" + largest.run().data().validationShare());
            List<CompareCell> cells = new ArrayList<>();
            for (int level = 0; level < rungs; level++) {
                for (int seed = 1; seed <= extent.seeds(); seed++) {
                    for (Side side : List.of(a, b)) {
                        String flop = Words.format("%.1e", levels.get(level)).replace("e+", "e");
                        TrainingRun run = run(side, flop + "-seed-" + seed, "budget=" + flop + " FLOP", seed, measure);
                        require(side, run, levels.get(level));
                        lack = Math.max(lack, (double) CompareRule.LEAST_STEPS / run.plan().steps());
                        cells.add(new CompareCell(side == b, level, seed, run));
                    }
                }
                if (lack > 1) {
                    return Optional.empty();
                }
            }
            return Optional.of(new CompareRun(a, b, home, levels, List.copyOf(cells)));
        }

        private TrainingRun run(Side side, String name, String budget, long seed, List<String> measure) {
            List<String> overrides = new ArrayList<>(List.of("name=" + name, budget, "training.seed=" + seed,
                "training.evaluate_every=1000000000", "training.prompts=[]", "training.keep_last=1"));
            overrides.addAll(measure);
            return TrainingRun.of(side.read(overrides), home.compared(side.label(), name), threads, measuring);
        }

        private void require(Side side, TrainingRun run, double flop) {
            double miss = run.plan().totalFlop() / flop;
            if (run.plan().steps() >= CompareRule.LEAST_STEPS && Math.abs(Math.log(miss)) > MISS) {
                throw new TrainException(Words.format("%s: at a level of %.2g FLOP it would take %.2g; leave "
                    + "training.batch_tokens or model keys out, so that both sides can have the same compute",
                    side.label(), flop, run.plan().totalFlop()));
            }
        }

        private String tooSmall() {
            return Words.format("--budget %s: too small for two levels of %d seeds, the smaller of which would have "
                + "%d steps where %d are the least; about %s would do", extent.budget(), extent.seeds(),
                Math.round(CompareRule.LEAST_STEPS / lack), CompareRule.LEAST_STEPS,
                new Budget(Double.parseDouble(Words.format("%.0e", 1.5 * lack * extent.budget().amount())),
                    extent.budget().unit()));
        }
    }
}
