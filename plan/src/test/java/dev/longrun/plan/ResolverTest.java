package dev.longrun.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.run.ModelShape;
import dev.longrun.run.Recipe;
import dev.longrun.run.Run;
import dev.longrun.run.RunFile;
import dev.longrun.run.RunYaml;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResolverTest {
    private static final List<Double> SECONDS = List.of(20.0, 45.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0,
        36_000.0);

    private static Run resolve(String yaml, double speed, String... overrides) {
        return Resolver.resolve(RunFile.of(yaml, "test.yaml", List.of(overrides)), Optional.of(Shapes.machine(speed)));
    }

    private static double n(Run run) {
        return ParameterCount.of(run.model()).matricesAndHead();
    }

    private static double flop(Run run) {
        return (double) FlopCount.of(run.model()).training() * run.training().tokens();
    }

    /** Everything that must hold of any run that was derived from nothing but a budget. */
    private static void sane(Run run) {
        ModelShape model = run.model();
        Recipe recipe = run.training();
        assertEquals(0, model.width() % 32, model::toString);
        assertTrue(model.heads() * model.headWidth() == model.width(), model::toString);
        assertEquals(0, model.heads() % model.kvHeads());
        assertEquals(0, model.ffnWidth() % 32);
        double aspect = (double) model.width() / model.layers();
        assertTrue(aspect >= 20 && aspect <= 200, model::toString);
        assertEquals(1, Integer.bitCount(model.vocabulary()));
        assertTrue(model.vocabulary() >= 1024 && model.vocabulary() <= 131_072);
        assertEquals(1, Integer.bitCount(model.context()));
        assertTrue(model.context() >= 128 && model.context() <= 4096);
        assertEquals(1, Long.bitCount(recipe.batchTokens()), recipe::toString);
        assertEquals(0, recipe.batchTokens() % recipe.microBatchTokens());
        assertEquals(0, recipe.microBatchTokens() % model.context());
        assertTrue(recipe.microBatchTokens() <= 4096);
        assertEquals(0, recipe.tokens() % recipe.batchTokens());
        assertTrue(recipe.learningRate() > 1e-6 && recipe.learningRate() <= 0.01, recipe::toString);
        long evaluations = Steps.evaluations(recipe);
        assertTrue(evaluations >= 5, () -> evaluations + " evaluations");
        double validation = evaluations * run.data().validationBytes() / BytesPerToken.estimate(model.vocabulary()) / 3;
        assertTrue(validation <= 0.05 * recipe.tokens() || run.data().validationBytes() <= 20_000, run::toString);
        assertTrue(run.data().trainBytes() >= recipe.tokens() * BytesPerToken.estimate(model.vocabulary()));
        assertTrue(run.data().trainBytes() >= 256L * model.vocabulary());
    }

    @Test
    void aTimeIsKeptAndMoreOfItNeverMakesTheModelSmaller() {
        double before = 0;
        double flopBefore = 0;
        for (double seconds : SECONDS) {
            Run run = resolve("budget: " + seconds + " s", 1);
            sane(run);
            double total = Planner.plan(run, Optional.of(Shapes.machine(1))).time().totalSeconds();
            assertTrue(total > 0.75 * seconds && total < 1.05 * seconds, seconds + " s planned as " + total);
            assertTrue(n(run) >= before, seconds + " s");
            assertTrue(flop(run) > flopBefore, seconds + " s");
            assertTrue(Steps.of(run.training()) >= 500, seconds + " s: " + run.training());
            before = n(run);
            flopBefore = flop(run);
        }
    }

    @Test
    void flopGoIntoTheOptimalRatio() {
        double before = 0;
        for (double flop = 1e12; flop < 2e25; flop *= 10) {
            Run run = resolve("budget: " + flop + " FLOP\nhardware: {preset: h100-sxm-80gb, count: 100k}", 1);
            sane(run);
            assertTrue(flop(run) <= flop && flop(run) > 0.97 * flop, flop + " FLOP spent as " + flop(run));
            // Below, the smallest shape is too large; small shapes lie far apart.
            if (flop >= 1e13) {
                double ratio = run.training().tokens() / n(run);
                boolean small = flop < 1e15;
                assertTrue(ratio > (small ? 8 : 13) && ratio < (small ? 50 : 35), flop + " FLOP: D / N = " + ratio);
            }
            assertTrue(n(run) >= before);
            before = n(run);
        }
    }

    @Test
    void aPercentOfNoiseRarelyChangesTheRun() {
        int changed = 0;
        int changedShapes = 0;
        int tried = 0;
        for (double seconds = 20; seconds < 36_000; seconds *= 1.17) {
            Run run = resolve("budget: " + seconds + " s", 1);
            for (double speed : List.of(0.99, 1.01)) {
                Run other = resolve("budget: " + seconds + " s", speed);
                changed += other.training().tokens() == run.training().tokens() ? 0 : 1;
                changedShapes += other.model().equals(run.model()) ? 0 : 1;
                tried++;
            }
        }
        assertTrue(changed <= tried / 6, changed + " of " + tried);
        assertTrue(changedShapes <= tried / 20, changedShapes + " shapes of " + tried);
    }

    @Test
    void theSameEveryTimeAndWhenReadBack() {
        RunFile file = RunFile.of("budget: 5 min", "test.yaml", List.of());
        Run run = Resolver.resolve(file, Optional.of(Shapes.machine(1)));
        assertEquals(run, resolve("budget: 5 min", 1));
        RunFile again = RunFile.of(RunYaml.write(file), "run.yaml", List.of());
        assertEquals(run, Resolver.resolve(again, Optional.of(Shapes.machine(3))));
        assertTrue(again.derivations().isEmpty(), again.derivations()::toString);
    }

    @Test
    void whatIsGivenWins() {
        Run run = resolve("""
            name: mine
            budget: 5 min
            model: {width: 160, layers: 3, vocabulary: 3000, context: 200, tied_head: true}
            training: {batch_tokens: 8000, learning_rate: 0.002, clip: 0, prompts: [Hello]}
            data: {source: texts, validation_share: 0.1}
            """, 1);
        assertEquals("mine", run.name());
        assertEquals(160, run.model().width());
        assertEquals(3, run.model().layers());
        assertEquals(5, run.model().heads());
        assertEquals(3000, run.model().vocabulary());
        assertEquals(8000, run.training().batchTokens());
        assertEquals(2000, run.training().microBatchTokens());
        assertEquals(0.002, run.training().learningRate());
        assertEquals(0, run.training().clip());
        assertEquals(List.of("Hello"), run.training().prompts());
        assertEquals(List.of("texts"), run.data().source());
        assertEquals(0.1, run.data().validationShare());
        assertEquals(0, run.training().tokens() % 8000);
    }

    @Test
    void tokensAloneGiveTheModel() {
        Run run = resolve("training: {tokens: 20M}", 1);
        assertEquals(20_000_000, run.training().tokens());
        assertTrue(run.budget().isEmpty());
        assertEquals(1e6, n(run), 0.3e6);
        Run same = resolve("budget: 20M tokens", 1);
        assertEquals(run.model(), same.model());
        assertEquals(20e6, same.training().tokens(), 0.2e6);
    }

    @Test
    void tokensAndTimeTogetherGiveTheModelThatSpendsBoth() {
        Run run = resolve("budget: 10 min\ntraining: {tokens: 5M}", 1);
        double total = Planner.plan(run, Optional.of(Shapes.machine(1))).time().totalSeconds();
        assertEquals(600, total, 200);
    }

    @Test
    void nothingAtAllIsFiveMinutesHere() {
        Run run = resolve("name: laptop", 1);
        assertEquals(300, run.budget().orElseThrow().amount());
        assertEquals(resolve("name: laptop\nbudget: 5 min", 1), run);
    }

    @Test
    void moneyBuysTime() {
        Run run = resolve("budget: $1M\nhardware: {preset: h100-sxm-80gb, count: 1024, price: $2/h}", 1);
        Plan plan = Planner.plan(run, Optional.empty());
        double rent = plan.bill().lines().stream().filter(line -> line.name().equals("rent")).findFirst().orElseThrow()
            .amount();
        assertEquals(1e6, rent, 0.05e6);
    }

    /** The board's power is not the node's: it is used only with the share of the rest on top. */
    @Test
    void powerThatNobodyMeasuredFollowsFromTheBoards() {
        String rest = "\ntraining: {tokens: 1B}";
        assertEquals(Optional.of(484.0), resolve("hardware: a100-sxm-80gb" + rest, 1).hardware().power());
        assertEquals(Optional.of(856.0), resolve("hardware: h100-sxm-80gb" + rest, 1).hardware().power());
        String custom = "hardware: {peak: 1 PFLOP/s, memory: 80 GB, bandwidth: 3 TB/s}";
        assertEquals(Optional.empty(), resolve(custom + rest, 1).hardware().power());
    }

    @Test
    void aBatchIsSharedEvenlyByTheReplicas() {
        Run run = resolve("model: llama-3-8b\nhardware: {preset: h100-sxm-80gb, count: 48}\n"
            + "training: {tokens: 1T}\nlayout: {data: 24, micro_batch: 2}", 1);
        assertEquals(0, run.training().batchTokens() / run.model().context() % 48);
    }

    @Test
    void thePublishedGiantResolves() {
        Run run = resolve("model: llama-3-405b\nhardware: {preset: h100-sxm-80gb, count: 16384}\n"
            + "training: {tokens: 15.6T}", 1);
        assertEquals(16_777_216, run.training().batchTokens());
        assertEquals(1e-4, run.training().learningRate(), 0.3e-4);
        Plan plan = Planner.plan(run, Optional.empty());
        assertEquals(30.84e6, plan.bill().lines().getFirst().amount(), 4e6);
        assertTrue(plan.memory().fits());
    }
}
