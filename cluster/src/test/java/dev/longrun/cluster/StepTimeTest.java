package dev.longrun.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.cluster.Transformer.Experts;
import dev.longrun.run.Layout.Recompute;
import dev.longrun.run.Layout.Sharding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What must hold of any step time, over random jobs. */
class StepTimeTest {

    private static final Chip H100 = chip(989.4e12, 3.35e12, 450e9);
    private static final int JOBS = 400;

    @Test
    void neverFasterThanItsArithmetic() {
        for (Job job : jobs()) {
            StepFlop flop = StepFlop.of(job);
            double peak = job.precision().narrow() ? job.chip().fp8Flops().orElseThrow() : job.chip().bf16Flops();
            // Causal attention, and every product at the narrowest format.
            assertTrue(StepTime.of(job).seconds() > flop.causal() / peak / job.layout().accelerators(),
                job.toString());
        }
    }

    @Test
    void noPartIsNegativeAndAllAreFinite() {
        for (Job job : jobs()) {
            StepTime time = StepTime.of(job);
            for (double part : new double[] {time.compute(), time.recompute(), time.ends(), time.tensor(),
                time.exchange(), time.context(), time.gathers(), time.transfers(), time.bubble(), time.gradients(),
                time.optimizer(), time.waiting()}) {
                assertTrue(part >= 0 && part < 1e9, job.toString());
            }
        }
    }

    @Test
    void fasterHardwareIsNeverSlower() {
        everySlower(job -> withChip(job, chip(1200e12, 3.35e12, 450e9)));
        everySlower(job -> withChip(job, chip(989.4e12, 4e12, 450e9)));
        everySlower(job -> withChip(job, chip(989.4e12, 3.35e12, 600e9)));
        everySlower(job -> new Job(job.model(), job.sequence(), job.batch(), job.precision(), job.chip(),
            Network.flat(2 * job.network().bandwidth()), job.layout(), job.software()));
    }

    @Test
    void aLargerBatchTakesLongerButNoLongerPerSequence() {
        for (Job job : jobs()) {
            Job twice = new Job(job.model(), job.sequence(), 2 * job.batch(), job.precision(), job.chip(),
                job.network(), job.layout(), job.software());
            double one = StepTime.of(job).seconds();
            double two = StepTime.of(twice).seconds();
            assertTrue(two > one, job.toString());
            // A bare step of one micro-batch may hide its gradients, two micro-batches may not.
            assertTrue(job.microBatches() == 1 && !job.software().overlaps() || two <= 2 * one * (1 + 1e-9),
                job.toString());
        }
    }

    @Test
    void theBubbleIsThatOfTheSchedule() {
        Transformer model = Samples.gpt(96, 12288, 96, 51200);
        for (int v : new int[] {1, 2, 3, 4}) {
            Layout layout = new Layout(8, 8, v, 1, 1, 1, 1, false, Sharding.NONE, Recompute.FULL);
            StepTime time = StepTime.of(new Job(model, 2048, 64, Precision.FP16, Samples.A100, Samples.FABRIC, layout,
                Software.UNFUSED));
            // (p - 1) / (v m) of the work: without logits and transfers it would be exact.
            double share = time.bubble() / (time.compute() + time.recompute() + time.tensor());
            assertEquals(7.0 / (v * 64), share, 0.1 * 7 / (v * 64));
        }
    }

    @Test
    void overlapNeverSlows() {
        for (Job job : jobs()) {
            Job overlapped = new Job(job.model(), job.sequence(), job.batch(), Precision.FP8, job.chip(),
                job.network(), job.layout(), Software.FUSED);
            Job graphed = new Job(job.model(), job.sequence(), job.batch(), Precision.FP8, job.chip(), job.network(),
                job.layout(), Software.GRAPHED);
            assertTrue(StepTime.of(graphed).seconds() <= StepTime.of(overlapped).seconds(), job.toString());
        }
    }

    @Test
    void recomputationCostsOneForwardPass() {
        Transformer model = Samples.gpt(48, 8192, 64, 51200);
        UnaryOperator<Layout> full = at -> new Layout(at.tensor(), at.pipeline(), at.interleave(), at.data(),
            at.context(), at.expert(), at.microBatch(), at.sequenceParallel(), at.sharding(), Recompute.FULL);
        Layout none = Samples.layout(8, 2, 1, 4, 2, true, Sharding.NONE, Recompute.NONE);
        double without = StepTime.of(Samples.job(model, 64, none)).compute();
        StepTime with = StepTime.of(Samples.job(model, 64, full.apply(none)));
        assertEquals(without, with.compute(), 1e-9 * without);
        assertTrue(with.recompute() > 0.3 * without && with.recompute() < 0.36 * without);
    }

    @Test
    void theVocabularyMakesTheLastStageTheSlowest() {
        Layout layout = Samples.layout(8, 12, 1, 4, 4, false, Sharding.OPTIMIZER, Recompute.FULL);
        StepTime small = StepTime.of(Samples.job(Samples.gpt(72, 14336, 112, 50_000), 2048, layout));
        StepTime large = StepTime.of(Samples.job(Samples.gpt(72, 14336, 112, 250_000), 2048, layout));
        double flop = 6.0 * 2048 * 2048 * 200_000 * 14336;
        double spread = flop / 312e12 / layout.accelerators();
        // Spread over all stages the larger vocabulary would cost twelve times less.
        assertTrue(large.seconds() - small.seconds() > 12 * spread);
    }

    @Test
    void anUnknownChipTakesTheMiddle() {
        Chip other = new Chip("homemade-1", 500e12, OptionalDouble.empty(), OptionalDouble.empty(), 80e9, 2e12,
            OptionalDouble.of(300e9), 8, OptionalDouble.of(25e9));
        Job job = withChip(Samples.job(Samples.gpt(48, 8192, 64, 51200), 64,
            Samples.layout(8, 2, 1, 4, 2, true, Sharding.NONE, Recompute.NONE)), other);
        assertTrue(StepTime.of(job).seconds() > 0);
        StepBand known = StepBand.of(withChip(job, Samples.A100), false);
        StepBand unknown = StepBand.of(job, false);
        assertTrue(unknown.low() < known.low() && unknown.high() > known.high());
        assertEquals(1, known.low() * known.high(), 1e-12);
    }

    private static void everySlower(UnaryOperator<Job> better) {
        for (Job job : jobs()) {
            double before = StepTime.of(job).seconds();
            assertTrue(StepTime.of(better.apply(job)).seconds() <= before * (1 + 1e-12), job.toString());
        }
    }

    private static Job withChip(Job job, Chip chip) {
        return new Job(job.model(), job.sequence(), job.batch(), job.precision(), chip, job.network(), job.layout(),
            job.software());
    }

    private static Chip chip(double peak, double memory, double link) {
        return new Chip("h100-sxm-80gb", peak, OptionalDouble.of(2 * peak), OptionalDouble.empty(), 80 * Samples.GIB,
            memory, OptionalDouble.of(link), 8, OptionalDouble.of(50e9));
    }

    private static List<Job> jobs() {
        Random random = new Random(7);
        List<Job> jobs = new ArrayList<>();
        Software[] softwares = Software.values();
        while (jobs.size() < JOBS) {
            int tensor = 1 << random.nextInt(5);
            int pipeline = 1 << random.nextInt(4);
            int data = 1 << random.nextInt(7);
            int context = 1 << random.nextInt(3);
            int micro = 1 << random.nextInt(3);
            boolean mixture = random.nextInt(3) == 0;
            int expert = mixture ? Math.min(64, tensor * data * context) : 1;
            Transformer dense = Samples.gpt(48, 4096, 32, 128_256);
            Transformer model = mixture ? new Transformer(48, 4096, 32, 4, 128, 0, true, 151_936, false,
                Optional.of(new Experts(128, 8, 0, 1536, 0)), Optional.empty()) : dense;
            Layout layout = new Layout(tensor, pipeline, pipeline > 1 ? 1 + random.nextInt(2) : 1, data, context,
                expert, micro, tensor > 1 && random.nextBoolean(),
                Sharding.values()[random.nextInt(pipeline > 1 ? 3 : 4)], Recompute.values()[random.nextInt(3)]);
            jobs.add(new Job(model, 4096, data * micro * (1 + random.nextInt(20)),
                random.nextBoolean() ? Precision.BF16 : Precision.FP8, H100, Network.flat(25e9), layout,
                softwares[random.nextInt(softwares.length)]));
        }
        return jobs;
    }
}
