package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.model.Model;
import dev.longrun.model.PassOptions;
import dev.longrun.model.TrainingPass;
import dev.longrun.plan.MemoryPlan;
import dev.longrun.plan.ParameterCount;
import dev.longrun.run.ModelShape;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.text.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is foretold of parameters, memory and losses, held against the real thing. */
class PlanAgainstRealityTest {

    private static final List<ModelShape> SHAPES = List.of(
        shape(1, 16, 2, 2, 32, 300, 16, ModelShape.Activation.SWIGLU, false, false),
        shape(2, 32, 4, 1, 88, 512, 32, ModelShape.Activation.RELU2, false, true),
        shape(3, 64, 4, 2, 168, 1024, 128, ModelShape.Activation.SWIGLU, true, true),
        shape(2, 48, 6, 3, 128, 3000, 256, ModelShape.Activation.RELU2, true, false),
        family(ModelShape.Family.MIXTRAL, 6, 2, 0), family(ModelShape.Family.QWEN3_MOE, 12, 3, 0),
        family(ModelShape.Family.GROK1, 4, 2, 0), family(ModelShape.Family.GROK2, 4, 2, 2),
        family(ModelShape.Family.QWEN2, 0, 0, 0), family(ModelShape.Family.GEMMA2, 0, 0, 0),
        family(ModelShape.Family.GEMMA3, 0, 0, 0), family(ModelShape.Family.GPT2, 0, 0, 0));

    @TempDir
    private Path folder;

    private static ModelShape shape(int layers, int width, int heads, int kvHeads, int ffn, int vocabulary,
        int context, ModelShape.Activation activation, boolean qkNorm, boolean tied) {
        return new ModelShape(Optional.empty(), ModelShape.Family.LLAMA, layers, width, heads, kvHeads, 8, ffn,
            vocabulary, context, activation, qkNorm, tied, 10_000, 1e-5);
    }

    private static ModelShape family(ModelShape.Family family, int experts, int chosen, int shared) {
        Optional<Integer> none = Optional.empty();
        boolean mixed = experts > 0;
        int kvHeads = family == ModelShape.Family.GPT2 ? 4 : 2;
        return new ModelShape(Optional.empty(), family, 3, 64, 4, kvHeads, 16, none, none, none, none, 192,
            mixed ? Optional.of(experts) : none, mixed ? Optional.of(chosen) : none,
            mixed ? Optional.of(shared) : none, mixed ? Optional.of(56) : none, none, none, Optional.empty(), 1000, 128,
            family.activation(), family.qkNorm().orElse(false), false, 10_000, 1e-5);
    }

    @Test
    void parametersAreCountedExactly() {
        for (ModelShape shape : SHAPES) {
            assertEquals(Model.create(Shapes.config(shape), 1).parameters().size(),
                ParameterCount.of(shape).total(), shape.toString());
            assertEquals(Shapes.config(shape).parameters(), ParameterCount.of(shape).total());
        }
    }

    @Test
    void theBuffersOfAPassAreForetold() {
        for (ModelShape shape : SHAPES) {
            for (int threads : new int[] {1, 2, 5}) {
                for (int sequences : new int[] {1, 4}) {
                    boolean dropout = threads == 2;
                    try (ThreadTeam team = new ThreadTeam(threads)) {
                        long real = Model.create(Shapes.config(shape), 1).trainingPass(team, new MatMul(team),
                            sequences, shape.context(), new PassOptions(0, dropout ? 0.1 : 0, 0, 0)).activationBytes();
                        long planned = MemoryPlan.passBytes(shape, (long) sequences * shape.context(), threads,
                            dropout);
                        assertEquals(real, planned, 0.02 * real, shape + ", threads " + threads);
                    }
                }
            }
        }
    }

    /** The losses of a run, computed another way: one window at a time, targets and bytes counted from the shard. */
    @Test
    void theValidationLossIsThatOfEveryTokenOnce() throws IOException {
        TinyRun run = TinyRun.in(folder);
        run.train();
        Path checkpoint = Compared.newest(run.folder());
        Model model = Model.load(checkpoint);
        Path shards = run.folder().textCache().resolve(Checkpoint.at(checkpoint).state().dataset());
        double nats = 0;
        long targets = 0;
        long bytes = 0;
        int context = 16;
        try (Dataset dataset = Dataset.open(shards); ThreadTeam team = new ThreadTeam(1)) {
            TrainingPass pass = model.trainingPass(team, 1, context);
            int[] tokens = new int[context];
            int[] next = new int[context];
            int end = dataset.tokenizer().endOfText();
            for (long at = 0; at + 1 < dataset.validation().size(); at += context) {
                Arrays.fill(tokens, 0);
                Arrays.fill(next, -1);
                int count = (int) Math.min(context, dataset.validation().size() - 1 - at);
                dataset.validation().copy(at, tokens, 0, count);
                dataset.validation().copy(at + 1, next, 0, count);
                for (int i = 0; i < count; i++) {
                    if (next[i] == end) {
                        next[i] = -1;
                    } else {
                        targets++;
                        bytes += dataset.tokenizer().decodeBytes(new int[] {next[i]}).length;
                    }
                }
                nats += pass.loss(tokens, next);
            }
            assertEquals(dataset.facts().validationBytes(), bytes);
        }
        Event.Evaluated last = run.journal(Event.Evaluated.class).getLast();
        assertEquals(nats / targets, last.loss(), 1e-6 * last.loss());
        assertEquals(nats / bytes / Math.log(2), last.bitsPerByte(), 1e-6 * last.bitsPerByte());
        assertTrue(last.loss() < 0.7 * Math.log(300), last.toString());
    }

    @Test
    void stepsTokensAndEvaluationsAreThoseOfThePlan() throws IOException {
        TinyRun run = TinyRun.in(folder);
        TrainingRun planned = run.resolved();
        assertEquals(TinyRun.STEPS, planned.plan().steps());
        run.train();
        assertEquals(planned.plan().tokens(), run.journal(Event.Step.class).getLast().tokens());
        assertEquals(planned.plan().memory().totalBytes(),
            run.journal(Event.Finished.class).getLast().plannedMemoryBytes());
        assertEquals(planned.plan().time().totalSeconds(),
            run.journal(Event.Finished.class).getLast().plannedSeconds());
    }
}
