package dev.longrun.laws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ladders made from known laws are given back. */
class SyntheticFitTest {

    static final double[] KNOWN = {410, 1600, 1.75, .34, .36};

    /** Five sizes by five lengths of a law, with noise of so much. */
    static Ladder ladder(Law law, double[] parameters, double noise) {
        SplittableRandom random = new SplittableRandom(5);
        List<Point> points = new ArrayList<>();
        for (double n : new double[] {3e7, 1e8, 3e8, 1e9, 3e9}) {
            for (double perParameter : new double[] {3, 10, 30, 100, 300}) {
                Point at = Point.of(n, n * perParameter, 1).withUnique(n * perParameter / (perParameter > 50 ? 8 : 1))
                    .withExperts(law instanceof MixtureOfExperts ? Math.pow(4, points.size() % 4) : 1);
                points.add(at.withLoss(law.loss(parameters, at) * Math.exp(noise * random.nextGaussian())));
            }
        }
        return Ladder.of(points);
    }

    @ParameterizedTest
    @CsvSource({"410,1600,1.75,.34,.36", "30,60,.5,.18,.2", "5e4,3e5,.9,.62,.58", "410,1600,.02,.3,.3"})
    void chinchillaIsGivenBack(double a, double b, double e, double alpha, double beta) {
        double[] known = {a, b, e, alpha, beta};
        Fit fit = new Fitter(new Chinchilla(), ladder(new Chinchilla(), known, 0)).fit();
        for (int i = 0; i < 5; i++) {
            assertEquals(1, fit.theta()[i] / known[i], 1e-3, fit.toString());
        }
    }

    @Test
    void overTrainingIsGivenBack() {
        double[] known = {210, 360, 1.8, .137};
        Fit fit = Fits.fit(new OverTraining(), ladder(new OverTraining(), known, 0));
        for (int i = 0; i < 4; i++) {
            assertEquals(1, fit.theta()[i] / known[i], 1e-3);
        }
    }

    @Test
    void computeAndPowerAreGivenBack() {
        double[] known = {60, 1.6, .1};
        Fit fit = Fits.fit(new ComputeLaw(), ladder(new ComputeLaw(), known, 0));
        double[] straight = {25, .05};
        Fit power = Fits.fit(new PowerLaw(), ladder(new PowerLaw(), straight, 0));
        for (int i = 0; i < 3; i++) {
            assertEquals(1, fit.theta()[i] / known[i], 1e-3);
        }
        assertArrayEquals(straight, power.theta(), 1e-6 * 25);
    }

    /** Nine parameters, from starts scaled to the data: what it foretells is given back. */
    @Test
    void expertsAreGivenBack() {
        double[] known = MixtureOfExperts.PUBLISHED.stream().mapToDouble(Double::doubleValue).toArray();
        Fit fit = Fits.fit(new MixtureOfExperts(), ladder(new MixtureOfExperts(), known, 0));
        assertTrue(fit.meanError(fit.ladder().points()) < 2e-4, "mean error " + fit.meanError(fit.ladder().points()));
        Point far = Point.of(1e10, 1e12, 1).withExperts(16);
        assertEquals(1, fit.loss(far) / new MixtureOfExperts().loss(known, far), .005);
    }

    @Test
    void repetitionIsGivenBack() {
        double[] known = {410, 1600, 1.75, .34, .36, 12, 6};
        Fit fit = Fits.fit(new Repetition(), ladder(new Repetition(), known, 0));
        assertEquals(12, fit.parameter("R_D*"), .1);
        assertTrue(fit.meanError(fit.ladder().points()) < 1e-4);
    }

    /** With noise of half a per cent the truth lies within the 95 % intervals, and forecasts within the bands. */
    @Test
    void noiseIsCovered() {
        Fit fit = new Fitter(new Chinchilla(), ladder(new Chinchilla(), KNOWN, .005)).fit();
        Bootstrap bootstrap = Bootstrap.of(fit, 400, 2);
        Interval exponent = bootstrap.interval(p -> p[4] / (p[3] + p[4]), .95);
        assertTrue(exponent.holds(.36 / .7), exponent.toString());
        Point far = Point.of(7e10, 1.4e12, Double.NaN);
        Forecast forecast = Forecaster.of(fit, bootstrap).forecast(far);
        assertTrue(forecast.band().holds(new Chinchilla().loss(KNOWN, far)), forecast.toString());
    }

    /** The farther, the wider. */
    @Test
    void bandsWiden() {
        Fit fit = new Fitter(new Chinchilla(), ladder(new Chinchilla(), KNOWN, .005)).fit();
        Forecaster forecaster = Forecaster.of(fit, Bootstrap.of(fit, 100, 2));
        double last = 0;
        for (double flop : new double[] {1e21, 1e23, 1e24, 1e25, 1e27}) {
            Frontier best = fit.frontier().orElseThrow();
            double half = forecaster.forecast(Point.of(best.parameters(flop), best.tokens(flop),
                Double.NaN)).halfWidth();
            assertTrue(half > last, flop + ": " + half);
            last = half;
        }
    }

    /** Fewer points than four for each parameter: residuals are drawn; and the answer is the same on any threads. */
    @Test
    void threadsDoNotChangeTheDraws() {
        for (Ladder ladder : List.of(ladder(new Chinchilla(), KNOWN, .005), ladder(new Chinchilla(), KNOWN, .005)
            .with(ladder(new Chinchilla(), KNOWN, .005).points().subList(3, 15)))) {
            Fit fit = new Fitter(new Chinchilla(), ladder).fit();
            Bootstrap one = Bootstrap.of(fit, 40, 1);
            assertEquals(ladder.points().size() < 20, one.ofResiduals());
            Bootstrap three = Bootstrap.of(fit, 40, 3);
            for (int i = 0; i < 40; i++) {
                assertArrayEquals(one.draws().get(i), three.draws().get(i));
            }
        }
    }

    /** Exact derivatives against differences, of a sum of powers and of a law that is none. */
    @Test
    void derivativesAreExact() {
        Ladder ladder = ladder(new Chinchilla(), KNOWN, .01);
        Fitter fitter = new Fitter(new Chinchilla(), ladder);
        double[] ones = new double[25];
        Arrays.fill(ones, 1);
        for (Misfit misfit : List.of(new Misfit(.1, true), new Misfit(.05, false), Misfit.SQUARES)) {
            check(new LogSumExp(fitter.design(), misfit, ladder.losses(), ones), new double[] {-1, -1.1, .5, .3, .4});
        }
        check(new RepetitionFitter(ladder(new Repetition(), new double[] {410, 1600, 1.75, .34, .36, 12, 6}, .05)),
            new double[] {-.9, -1, .5, -1.1, -1.05, 2.2, 1.5});
    }

    private static void check(Objective objective, double[] at) {
        int size = objective.size();
        double[] gradient = new double[size];
        double[][] curvature = new double[size][size];
        double value = objective.derivatives(at.clone(), gradient, curvature);
        assertEquals(objective.value(at), value, 1e-12 * value);
        double step = 1e-6;
        for (int i = 0; i < size; i++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[i] += step;
            down[i] -= step;
            double[] above = new double[size];
            double[] below = new double[size];
            double difference = objective.derivatives(up, above, new double[size][size])
                - objective.derivatives(down, below, new double[size][size]);
            // a difference of values near 1 has rounding of 1e-16 / 1e-6; kinks of Huber's function add a little
            assertEquals(difference / (2 * step), gradient[i], 1e-5 * (Math.abs(gradient[i]) + value));
            for (int j = 0; j < size; j++) {
                assertEquals((above[j] - below[j]) / (2 * step), curvature[i][j], 1e-3 * (Math.abs(curvature[i][j])
                    + value), i + " " + j);
            }
        }
    }

    /** No asymptote in the data: said. */
    @Test
    void noAsymptoteIsFlagged() {
        Ladder ladder = ladder(new Chinchilla(), new double[] {30, 60, 1e-9, .1, .1}, .01);
        Analysis analysis = Analysis.of(new Chinchilla(), ladder, List.of(), 0, 40, 2);
        assertTrue(analysis.flags().stream().anyMatch(flag -> flag.startsWith("E not identified")),
            analysis.flags().toString());
    }

    /** Smooth, long, fully described: nothing to flag. */
    @Test
    void aGoodLadderHasNoFlags() {
        Ladder made = ladder(new Chinchilla(), KNOWN, .001);
        Ladder ladder = new Ladder("good", made.points(), "all parameters", "nats per token", List.of());
        assertEquals(List.of(), Analysis.of(new Chinchilla(), ladder, List.of(), 0, 40, 2).flags());
    }

    @Test
    void flagsOfLengthWarmUpAndWords() {
        Ladder ladder = ladder(new Chinchilla(), KNOWN, .001);
        List<String> flags = Analysis.of(new Chinchilla(), ladder, List.of(Target.of("C=1e30")), 1e9, 40, 2).flags();
        for (String start : List.of("ladder too short", "counting rule not stated", "unit of the loss not stated",
            "points below the budget where warm-up dominates: 13 runs")) {
            assertTrue(flags.stream().anyMatch(flag -> flag.startsWith(start)), start + " in " + flags);
        }
    }

    /** Small runs above the law: their warm-up, most likely. */
    @Test
    void aBendAtTheSmallEndIsFlagged() {
        Ladder made = ladder(new Chinchilla(), KNOWN, .001);
        List<Point> bent = made.points().stream().map(at -> at.flop() < 2e17 ? at.withLoss(at.loss() * 1.06)
            : at).toList();
        assertTrue(Analysis.of(new Chinchilla(), made.with(bent), List.of(), 0, 40, 2).flags().stream()
            .anyMatch(flag -> flag.startsWith("points below the budget")));
    }
}
