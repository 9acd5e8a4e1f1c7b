package dev.longrun.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.run.Layout.Recompute;
import dev.longrun.run.Layout.Sharding;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StepMemoryTest {

    private static final Transformer DENSE = new Transformer(64, 8192, 64, 8, 128, 28_672, true, 128_000, false,
        Optional.empty(), Optional.empty());
    private static final Transformer MIXTURE = Samples.mixture(60, 4096, 64, 64, 4, 3);

    /** A hundred layouts that any model here can have. */
    static Stream<Job> jobs() {
        Random random = new Random(7);
        return random.ints(100, 0, Integer.MAX_VALUE).mapToObj(seed -> {
            Random each = new Random(seed);
            int data = 4 << each.nextInt(3);
            int pipeline = 1 << each.nextInt(4);
            Transformer model = List.of(DENSE, MIXTURE, Samples.DEEPSEEK_V3).get(each.nextInt(3));
            Layout layout = new Layout(1 << each.nextInt(4), pipeline, pipeline > 1 ? 1 + each.nextInt(3) : 1, data,
                1 << each.nextInt(2), model.experts().isPresent() ? 1 << each.nextInt(3) : 1, 1 << each.nextInt(2),
                each.nextBoolean(), Sharding.values()[each.nextInt(4)], Recompute.values()[each.nextInt(3)]);
            return new Job(model, 4096, data * 64, each.nextBoolean() ? Precision.BF16 : Precision.FP8, Samples.A100,
                Samples.FABRIC, layout);
        });
    }

    private static Job with(Job job, Layout layout) {
        return job.with(layout);
    }

    private static Layout with(Layout at, int tensor, int microBatch, Sharding sharding, Recompute recompute) {
        return new Layout(tensor, at.pipeline(), at.interleave(), at.data(), at.context(), at.expert(), microBatch,
            at.sequenceParallel(), sharding, recompute);
    }

    private static List<Practice> practices(Job job) {
        return List.of(Practice.usual(), Practice.megatron2022(), Practice.deepSpeed2022(job.precision()));
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void moreTensorRanksNeverTakeMore(Job job) {
        Layout at = job.layout();
        for (Practice practice : practices(job)) {
            StepMemory less = StepMemory.of(job, practice);
            StepMemory more = StepMemory.of(with(job, with(at, 2 * at.tensor(), at.microBatch(), at.sharding(),
                at.recompute())), practice);
            for (MemoryPart part : MemoryPart.values()) {
                assertTrue(less.stage() != more.stage() || more.parts().get(part) <= less.parts().get(part) * 1.0000001,
                    part + " of " + job);
            }
            assertTrue(more.neededBytes() <= less.neededBytes() * 1.0000001);
        }
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void stagesOfShardingTakeLessAndLess(Job job) {
        Layout at = job.layout();
        double last = Double.POSITIVE_INFINITY;
        for (Sharding sharding : Sharding.values()) {
            StepMemory memory = StepMemory.of(with(job, with(at, at.tensor(), at.microBatch(), sharding,
                at.recompute())));
            double state = memory.parts().get(MemoryPart.WEIGHTS) + memory.parts().get(MemoryPart.GRADIENTS)
                + memory.parts().get(MemoryPart.OPTIMIZER);
            assertTrue(state < last, sharding + " of " + job);
            last = state;
        }
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void recomputingMoreKeepsLess(Job job) {
        Layout at = job.layout();
        for (Practice practice : practices(job)) {
            double[] kept = Stream.of(Recompute.FULL, Recompute.SELECTIVE, Recompute.NONE).mapToDouble(recompute ->
                StepMemory.of(with(job, with(at, at.tensor(), at.microBatch(), at.sharding(), recompute)), practice)
                    .parts().get(MemoryPart.ACTIVATIONS)).toArray();
            assertTrue(kept[0] <= kept[1] && kept[1] <= kept[2], job.toString());
            assertTrue(practice.fusedAttention() || kept[1] < kept[2]);
        }
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void largerMicroBatchesTakeMore(Job job) {
        Layout at = job.layout();
        for (Practice practice : practices(job)) {
            double one = StepMemory.of(job, practice).neededBytes();
            double two = StepMemory.of(with(job, with(at, at.tensor(), 2 * at.microBatch(), at.sharding(),
                at.recompute())), practice).neededBytes();
            assertTrue(two > one, job.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void noStageNeedsMoreThanTheOneNamed(Job job) {
        for (Practice practice : practices(job)) {
            MemoryModel model = new MemoryModel(job.model(), job.sequence(), job.precision(), practice);
            StepMemory memory = StepMemory.of(job, practice);
            double[] parts = new double[MemoryModel.PARTS];
            for (int stage = 0; stage < job.layout().pipeline(); stage++) {
                model.fill(Cursor.of(job), stage, parts);
                double needed = MemoryModel.sum(parts) - parts[MemoryPart.FRAGMENTATION.ordinal()];
                assertTrue(needed <= memory.neededBytes() * 1.0000001, stage + " of " + job);
            }
        }
    }

    @Test
    void unevenStagesAreCounted() {
        // 61 layers on 16 stages: 13 have 4, 3 have 3. The stage after the first has 4 and the most in flight of those.
        Layout layout = Samples.layout(8, 16, 1, 8, 1, true, Sharding.OPTIMIZER, Recompute.FULL);
        Transformer small = Samples.gpt(61, 8192, 64, 1000);
        StepMemory memory = StepMemory.of(Samples.job(small, 512, layout));
        assertEquals(1, memory.stage());
        assertEquals(2.0 * 4 * 12 * 8192 * 8192 / 8, memory.parts().get(MemoryPart.WEIGHTS), 1);
        for (boolean late : new boolean[] {true, false}) {
            int sum = 0;
            for (int stage = 0; stage < 16; stage++) {
                assertEquals(sum, Stages.before(61, 16, stage, late));
                sum += Stages.layers(61, 16, stage, late);
            }
            assertEquals(61, sum);
        }
    }

    @Test
    void expertsCountWholeNotByWhatATokenMeets() {
        // DeepSeek-V3 says 671B parameters, 37B active (arXiv 2412.19437): weights held by all ranks together.
        Layout layout = new Layout(1, 1, 1, 64, 1, 64, 1, false, Sharding.NONE, Recompute.FULL);
        Job job = new Job(Samples.DEEPSEEK_V3, 4096, 64, Precision.BF16, Samples.A100, Samples.FABRIC, layout);
        Layout alone = new Layout(1, 1, 1, 1, 1, 1, 1, false, Sharding.NONE, Recompute.FULL);
        double whole = StepMemory.of(with(job, alone)).parts().get(MemoryPart.WEIGHTS) / 2;
        assertEquals(671e9, whole, 0.005 * 671e9);
        double spread = StepMemory.of(job).parts().get(MemoryPart.WEIGHTS) / 2;
        double experts = 58.0 * 256 * 3 * 7168 * 2048;
        assertEquals(whole - experts + experts / 64, spread, 1e-6 * whole);
    }

    @Test
    void aRefusalNamesStageShortageAndPart() {
        Job job = Samples.job(Samples.gpt(96, 12_288, 96, 51_200), 64,
            Samples.layout(8, 1, 1, 8, 1, true, Sharding.OPTIMIZER, Recompute.FULL));
        StepMemory memory = StepMemory.of(job);
        assertEquals(Optional.of(MemoryPart.GRADIENTS), memory.bursting());
        String words = memory.refusal().orElseThrow();
        assertTrue(words.matches("needs \\d+\\.\\d GiB on an accelerator of stage 0, \\d+\\.\\d GiB more than it has; "
            + "most goes to gradients \\(\\d+\\.\\d GiB: 4 bytes a parameter, .*\\); less with more tensor.*"), words);
    }
}
