package dev.longrun.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.plan.LadderForecast.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LadderForecastTest {

    private static final double N = 420e3;
    /** So few that no step lies between the rungs and the target. */
    private static final double TOKENS = 2.5e6;
    private static final double BYTES_PER_TOKEN = 3;

    /** Rungs as {@link RungRule} places them, on a law, each off it by a normal deviation of so much. */
    private static List<Point> rungs(double e, double a, double alpha, double b, double beta, double noise,
        SplittableRandom random) {
        double[][] places = {{0.157, 0.032}, {0.36, 0.027}, {0.111, 0.09}, {0.26, 0.088}, {0.355, 0.146}};
        List<Point> points = new ArrayList<>();
        for (double[] place : places) {
            double n = N * place[0];
            double bytes = TOKENS * BYTES_PER_TOKEN * place[1];
            double loss = e + a * Math.pow(n, -alpha) + b * Math.pow(bytes, -beta);
            points.add(new Point(n, bytes, loss * (1 + noise * random.nextGaussian())));
        }
        return points;
    }

    private static LadderForecast forecast(List<Point> points) {
        return LadderForecast.of(points, N, TOKENS, BYTES_PER_TOKEN, 3.2);
    }

    @Test
    void aLadderOnTheLawForetellsItsTarget() {
        SplittableRandom random = new SplittableRandom(1);
        List<Point> points = rungs(0.3, 36, 0.4, 80, 0.32, 0, random);
        LadderForecast forecast = forecast(points);
        double actual = 0.3 + 36 * Math.pow(N, -0.4) + 80 * Math.pow(TOKENS * BYTES_PER_TOKEN, -0.32);
        // the priors pull, but by less than a run misses its law by
        assertEquals(actual, forecast.bitsPerByte(), LadderForecast.NOISE * actual);
        assertTrue(forecast.low() < actual && actual < forecast.high());
        forecast.misses().forEach(miss -> assertEquals(0, miss, 0.002));
        assertTrue(forecast.tenfoldParameters() < 0 && forecast.tenfoldData() < 0);
        assertEquals(forecast.bitsPerByte(), forecast.law().bitsPerByte(N, TOKENS * BYTES_PER_TOKEN), 1e-12);
        assertEquals(Math.sqrt(forecast.high() / forecast.low()) - 1, forecast.law().band(), 1e-12);
    }

    /**
     * Laws drawn from the priors and runs that miss them by the noise: the 80 % interval must hold about 80 % of the
     * targets; of 300 a binomial count lies between 215 and 265 in all but one of a thousand cases. The interval is
     * made of a grid with cut ends, so a few more may be held.
     */
    @Test
    void theBandHoldsWhatItSays() {
        SplittableRandom random = new SplittableRandom(7);
        int held = 0;
        for (int i = 0; i < 300; i++) {
            double e = 0.3 * Math.exp(0.6 * random.nextGaussian());
            double alpha = 0.4 + 0.1 * random.nextGaussian();
            double beta = 0.32 + 0.1 * random.nextGaussian();
            double a = (0.2 + 0.5 * random.nextDouble()) * Math.pow(N, alpha);
            double b = (0.1 + 0.4 * random.nextDouble()) * Math.pow(TOKENS * BYTES_PER_TOKEN, beta);
            List<Point> points = rungs(e, a, alpha, b, beta, LadderForecast.NOISE, random);
            LadderForecast forecast = forecast(points);
            double most = points.stream().mapToDouble(point -> point.n() * point.bytes()).max().orElseThrow();
            double noise = LadderForecast.NOISE
                + LadderForecast.NOISE_PER_DECADE * Math.log10(N * TOKENS * BYTES_PER_TOKEN / most);
            double actual = (e + a * Math.pow(N, -alpha) + b * Math.pow(TOKENS * BYTES_PER_TOKEN, -beta))
                * (1 + noise * random.nextGaussian());
            held += actual >= forecast.low() && actual <= forecast.high() ? 1 : 0;
        }
        assertTrue(held >= 215 && held <= 275, held + " of 300");
    }

    @Test
    void beyondTheStepTheBandReachesFurtherDown() {
        List<Point> points = rungs(0.3, 36, 0.4, 80, 0.32, 0, new SplittableRandom(1));
        LadderForecast before = LadderForecast.of(points, N, 2.9e6, BYTES_PER_TOKEN, 3.2);
        LadderForecast beyond = LadderForecast.of(points, N, 3.1e6, BYTES_PER_TOKEN, 3.2);
        assertEquals(before.high() / before.bitsPerByte(), before.bitsPerByte() / before.low(), 0.01);
        assertTrue(beyond.bitsPerByte() / beyond.low() > 1.15 * beyond.high() / beyond.bitsPerByte());
        List<String> notes = beyond.notes();
        assertTrue(notes.stream().anyMatch(note -> note.contains("fell off a step")), notes.toString());
    }

    @Test
    void aRungThatWentAstrayIsNamed() {
        List<Point> points = new ArrayList<>(rungs(0.3, 36, 0.4, 80, 0.32, 0, new SplittableRandom(1)));
        Point last = points.removeLast();
        points.add(new Point(last.n(), last.bytes(), 1.3 * last.bitsPerByte()));
        List<String> notes = forecast(points).notes();
        assertTrue(notes.stream().anyMatch(note -> note.contains("off the law")), notes.toString());
    }

    @Test
    void whatIsNoLadderIsRefused() {
        Point one = new Point(1e5, 1e6, 2);
        Point longer = new Point(1e5, 2e6, 1.9);
        Point larger = new Point(2e5, 1e6, 1.9);
        assertThrows(PlanException.class, () -> forecast(List.of(one, larger)));
        assertThrows(PlanException.class, () -> forecast(List.of(one, longer, new Point(1e5, 3e6, 1.8))));
        assertThrows(PlanException.class, () -> forecast(List.of(one, larger, new Point(3e5, 1e6, 1.8))));
        assertEquals(3, forecast(List.of(one, longer, larger)).misses().size());
    }
}
