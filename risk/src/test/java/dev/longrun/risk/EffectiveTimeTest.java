package dev.longrun.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class EffectiveTimeTest {

    private static final int FAILURES = 200_000;

    @Test
    void eventsGiveTheClosedForm() {
        // 200,000 failures leave a standard error near 1 / sqrt(200,000) = 0.2 % of what is lost and gained between.
        for (double[] c : new double[][] {{11_160, 600, 60, 1000}, {3000, 1800, 120, 700}, {100_000, 60, 5, 1500}}) {
            CheckpointWrite blocking = new CheckpointWrite(c[2], c[2]);
            assertEquals(Events.effectiveTime(c[0], c[1], blocking, c[3], FAILURES, 1),
                EffectiveTime.share(c[0], c[1], blocking, c[3]), 0.006, c[0] + " s");
        }
    }

    @Test
    void writingBehindCostsWhatItsDelayUndoes() {
        // The mean delay stands for its distribution: right to first order, so to a few tenths of a per cent here.
        for (double[] c : new double[][] {{11_160, 400, 5, 120, 400}, {6480, 600, 10, 300, 600}}) {
            CheckpointWrite behind = new CheckpointWrite(c[2], c[3]);
            assertEquals(Events.effectiveTime(c[0], c[1], behind, c[4], FAILURES, 2),
                EffectiveTime.share(c[0], c[1], behind, c[4]), 0.008);
        }
    }

    @Test
    void metasClosedFormIsTheLimitOfSmallLosses() {
        double mttf = 28.8 * 3600;
        double interval = CheckpointInterval.firstOrder(60, mttf);
        double exact = EffectiveTime.share(mttf, 300, new CheckpointWrite(60, 60), interval);
        // Second order of what is lost, here 4 %: within 0.2 %; and within 5 % at Llama 3's scale, as published.
        assertEquals(EffectiveTime.meta(mttf, 300, 60, interval), exact, 0.002);
        assertEquals(1, EffectiveTime.meta(11_160, 600, 60, 1100)
            / EffectiveTime.share(11_160, 600, new CheckpointWrite(60, 60), 1100), 0.05);
    }

    @Test
    void aBlockingMinuteAtSixteenThousandLosesTenToThirteenPerCent() {
        // With no restart time at all: 10 % at 3.1 h between failures, 13 % at 1.8 h, at the best interval.
        assertEquals(0.10, 1 - bestShare(3.1 * 3600), 0.006);
        assertEquals(0.13, 1 - bestShare(1.8 * 3600), 0.006);
    }

    private static double bestShare(double mttf) {
        CheckpointWrite write = new CheckpointWrite(60, 60);
        return EffectiveTime.share(mttf, 0, write, CheckpointInterval.daly(60, mttf));
    }

    @Test
    void bruteForceFindsDalysInterval() {
        for (double[] c : new double[][] {{5, 100_000}, {60, 11_160}, {60, 6480}, {300, 20_000}, {600, 4000}}) {
            CheckpointWrite write = new CheckpointWrite(c[0], c[0]);
            double best = argmax(interval -> EffectiveTime.share(c[1], 300, write, interval), c[1] * 2);
            // Daly's expansion stops after the second power of sqrt(w / 2M): its third is under 1 % up to w = M / 6.
            assertEquals(1, CheckpointInterval.daly(c[0], c[1]) / best, 0.01, c[0] + " s of " + c[1]);
            double atFirst = EffectiveTime.share(c[1], 300, write, CheckpointInterval.firstOrder(c[0], c[1]));
            double atBest = EffectiveTime.share(c[1], 300, write, best);
            assertTrue(atFirst <= atBest + 1e-12 && atFirst > 0.98 * atBest);
        }
        assertEquals(500, CheckpointInterval.daly(2000, 500));
    }

    @Test
    void bruteForceFindsTheMostAvailableInterval() {
        for (double[] c : new double[][] {{60, 11_160, 600}, {5, 6480, 1800}, {300, 40_000, 60}}) {
            double best = argmax(work -> {
                double period = work + c[0];
                return work / (period + (c[2] + period / 2) * period / c[1]);
            }, c[1] * 2);
            assertEquals(1, CheckpointInterval.mostAvailable(c[0], c[1], c[2]) / best, 1e-4);
        }
    }

    @Test
    void sparesByEventsAndByPoisson() {
        double away = Spares.away(2048, 0.00379, 3);
        assertEquals(23.28, away, 0.01);
        for (int spares : new int[] {15, 23, 30}) {
            assertEquals(Events.stalledShare(2048, 0.00379, 3, spares, 40_000, 3), Spares.stalledShare(away, spares),
                0.01);
        }
        int needed = Spares.needed(away, 0.001);
        assertTrue(Spares.stalledShare(away, needed) <= 0.001 && Spares.stalledShare(away, needed - 1) > 0.001);
        assertEquals(0, Spares.stalledShare(0, 0));
        assertEquals(Spares.stalledShare(499.9, 520), Spares.stalledShare(500.1, 520), 0.003);
    }

    @Test
    void aSlowNodeIsSlowForAll() {
        assertEquals(1, Stragglers.NONE.speed(1000));
        // One always slow: BLOOM's 149 to 141 TFLOP/s.
        assertEquals(141.0 / 149, new Stragglers(1000, 1 - 141.0 / 149, 24, 0).speed(48), 1e-9);
        assertEquals(0.5, new LossExplosions(1, 24).kept());
        assertEquals(1, LossExplosions.NONE.kept());
    }

    private static double argmax(DoubleUnaryOperator value, double most) {
        double low = 0.01;
        double high = most;
        while (high - low > 1e-4 * high) {
            double a = low + (high - low) / 3;
            double b = high - (high - low) / 3;
            if (value.applyAsDouble(a) < value.applyAsDouble(b)) {
                low = a;
            } else {
                high = b;
            }
        }
        return (low + high) / 2;
    }
}
