package dev.longrun.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.plan.LiveForecast.Seen;
import dev.longrun.run.Run;
import dev.longrun.run.RunFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LiveForecastTest {

    private static final Run RUN = Resolver.resolve(RunFile.of("budget: 5 min", "a.yaml", List.of()),
        Optional.of(Shapes.machine(1)));
    private static final LossForecast FORECAST = LossForecast.of(RUN, 3.1);
    private static final LossCurve CURVE = LossCurve.of(RUN, FORECAST.law(), 3.1, 3.1);
    private static final long STEPS = CURVE.steps();

    private static LiveForecast live(List<Seen> seen) {
        return LiveForecast.of(CURVE, FORECAST, seen);
    }

    /** Evaluations at each tenth of the run, off the curve by a share that moves from one to the other. */
    private static List<Seen> seen(int tenths, double from, double to) {
        List<Seen> seen = new ArrayList<>();
        for (int i = 1; i <= tenths; i++) {
            long step = STEPS * i / 10;
            seen.add(new Seen(step, CURVE.bitsPerByte(step) * (from + (to - from) * i / 10)));
        }
        return seen;
    }

    @Test
    void withoutEvaluationsItIsTheForecast() {
        LiveForecast live = live(List.of());
        assertEquals(FORECAST.bitsPerByte(), live.bitsPerByte(), 0.001 * FORECAST.bitsPerByte());
        // The noise of a single evaluation comes on top of a band that is many times as wide.
        assertEquals(FORECAST.highBitsPerByte() / FORECAST.lowBitsPerByte(), live.high() / live.low(), 0.001);
        assertEquals(live, live(List.of(new Seen(STEPS / 20, 9))));
    }

    @Test
    void theBandNarrowsTowardsWhatComes() {
        double before = Double.POSITIVE_INFINITY;
        for (int tenths = 1; tenths <= 10; tenths++) {
            LiveForecast live = live(seen(tenths, 1.06, 1.06));
            assertTrue(live.high() / live.low() < before);
            before = live.high() / live.low();
            assertEquals(0, live.outsideSince());
        }
        LiveForecast end = live(seen(10, 1.06, 1.06));
        assertEquals(1.06 * CURVE.bitsPerByte(STEPS), end.bitsPerByte(), 0.003 * end.bitsPerByte());
        assertTrue(before < 1.02);
    }

    @Test
    void aRunThatLeavesItsBandIsNamedFromThere() {
        double edge = FORECAST.highBitsPerByte() / FORECAST.bitsPerByte();
        List<Seen> seen = new ArrayList<>(seen(5, 1, 1));
        assertEquals(0, live(seen).outsideSince());
        for (int i = 6; i <= 8; i++) {
            seen.add(new Seen(STEPS * i / 10, 1.1 * edge * CURVE.bitsPerByte(STEPS * i / 10)));
            assertEquals(STEPS * 6 / 10, live(seen).outsideSince());
        }
        seen.add(new Seen(STEPS * 9 / 10, CURVE.bitsPerByte(STEPS * 9 / 10)));
        assertEquals(0, live(seen).outsideSince());
    }

    /**
     * Runs drawn from what the update takes for granted: the 80 % band of each stage must hold about 80 % of 400 ends,
     * of which a binomial count lies between 293 and 346 in all but one of a thousand cases.
     */
    @Test
    void theBandHoldsWhatItSays() {
        double spread = Math.log(FORECAST.highBitsPerByte() / FORECAST.lowBitsPerByte()) / 2 / 1.2816;
        for (int tenths : List.of(0, 3, 5, 8)) {
            SplittableRandom random = new SplittableRandom(tenths);
            int held = 0;
            for (int i = 0; i < 400; i++) {
                double p = spread * random.nextGaussian();
                double q = LiveForecast.SLOPE_SPREAD * random.nextGaussian();
                double r = LiveForecast.DECAY_SPREAD * random.nextGaussian();
                List<Seen> seen = new ArrayList<>();
                for (int t = 1; t <= tenths; t++) {
                    long step = STEPS * t / 10;
                    double fold = Math.log((double) step / STEPS);
                    double miss = p + q * fold + r * CURVE.rateShare(step) + random.nextGaussian()
                        * (LiveForecast.NOISE - LiveForecast.NOISE_PER_FOLD * fold);
                    seen.add(new Seen(step, CURVE.bitsPerByte(step) * Math.exp(miss)));
                }
                LiveForecast live = live(seen);
                double end = CURVE.bitsPerByte(STEPS) * Math.exp(p + LiveForecast.NOISE * random.nextGaussian());
                held += end >= live.low() && end <= live.high() ? 1 : 0;
            }
            assertTrue(held >= 293 && held <= 346, held + " of 400 after " + tenths + " tenths");
        }
    }

    @Test
    void chances() {
        LiveForecast live = live(seen(5, 1, 1));
        assertEquals(0.5, live.chance(live.bitsPerByte()), 1e-9);
        assertEquals(0.1, live.chance(live.low()), 1e-6);
        assertEquals(0.9, live.chance(live.high()), 1e-6);
        assertEquals(0.5, LiveForecast.inTime(100, 100), 1e-9);
        assertEquals(0.9, LiveForecast.inTime(110, 100), 1e-6);
        assertEquals(0, LiveForecast.inTime(-5, 100), 1e-9);
        assertEquals(1, LiveForecast.inTime(3, 0), 0);
        assertEquals(0, LiveForecast.inTime(-3, 0), 0);
    }
}
