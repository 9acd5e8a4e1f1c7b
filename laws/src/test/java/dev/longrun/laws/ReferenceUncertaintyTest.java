package dev.longrun.laws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bootstrap and the profile of the reference fit. */
class ReferenceUncertaintyTest {

    private static final double[] PINNED = {1.5, 1.6, 1.7, 1.75, 1.8, 1.8172, 1.85, 1.9, 1.95};

    /** Check 2: 95 % of 1,000 resamples, as recomputed from another program's. */
    @Test
    void intervalsOfTheReferenceFit() {
        Bootstrap bootstrap = Bootstrap.of(new Fitter(new Chinchilla(), ReferenceFitTest.chinchilla240()).fit(), 20_000, 2);
        within(bootstrap, "A", 288, 712);
        within(bootstrap, "B", 1062, 5774);
        within(bootstrap, "E", 1.7685, 1.8716);
        within(bootstrap, "alpha", .317, .371);
        within(bootstrap, "beta", .332, .415);
        Interval exponent = bootstrap.interval(p -> p[4] / (p[3] + p[4]), .8);
        assertEquals(.493, exponent.low(), .493 * .03);
        assertEquals(.541, exponent.high(), .541 * .03);
    }

    private static void within(Bootstrap bootstrap, String name, double low, double high) {
        Interval interval = bootstrap.interval(name, .95);
        System.out.println(name + " " + interval + " " + (interval.low() / low - 1) + " " + (interval.high() / high - 1));
        assertEquals(low, interval.low(), low * .03, name);
        assertEquals(high, interval.high(), high * .03, name);
    }

    @Test
    void threadsDoNotChangeTheDraws() {
        Fit fit = new Fitter(new Chinchilla(), ReferenceFitTest.chinchilla240()).fit();
        Bootstrap one = Bootstrap.of(fit, 50, 1);
        Bootstrap three = Bootstrap.of(fit, 50, 3);
        for (int i = 0; i < 50; i++) {
            assertArrayEquals(one.draws().get(i), three.draws().get(i));
        }
    }

    /** 2.4: the other four refitted, and the loss at the best N for two budgets. */
    @Test
    void theProfileOverTheAsymptote() {
        double[] ratio = {1.479, 1.287, 1.107, 1.038, 1.003, 1, 1.011, 1.070, 1.192};
        double[] gopher = {1.848, 1.884, 1.921, 1.942, 1.965, 1.974, 1.991, 2.018, 2.046};
        double[] far = {1.633, 1.699, 1.769, 1.806, 1.845, 1.859, 1.885, 1.927, 1.970};
        Profile profile = Profile.over(new Fitter(new Chinchilla(), ReferenceFitTest.chinchilla240()).fit(), PINNED);
        for (int i = 0; i < PINNED.length; i++) {
            Fit at = profile.points().get(i);
            assertEquals(ratio[i], profile.ratio(at), 6e-4, "E " + PINNED[i]);
            assertEquals(gopher[i], Profile.bestLoss(at, 5.76e23).orElseThrow(), 6e-4, "E " + PINNED[i]);
            assertEquals(far[i], Profile.bestLoss(at, 1e27).orElseThrow(), 6e-4, "E " + PINNED[i]);
        }
    }

    /** 2.4: the highest losses pull the fit; how many are dropped is a choice to print. */
    @ParameterizedTest
    @CsvSource({"0,.453,1.891,12846", "1,.412,1.855,5466", "2,.403,1.848,4524", "3,.382,1.832,2938", "4,.371,1.821,2311",
        "5,.367,1.817,2143", "7,.362,1.811,1935", "10,.358,1.807,1783"})
    void droppedPointsMoveTheFit(int dropped, double beta, double e, double b) {
        Fit fit = new Fitter(new Chinchilla(),
            LadderReader.plain().dropping(dropped).read(Shared.table("besiroglu2024_chinchilla_svg.csv"))).fit();
        assertEquals(beta, fit.parameter("beta"), 6e-4);
        assertEquals(e, fit.parameter("E"), 6e-4);
        assertEquals(b, fit.parameter("B"), 1.5);
    }

    /** 2.4: so does where Huber's squares end. */
    @ParameterizedTest
    @CsvSource({"1e-4,.365,1.816", "1e-3,.367,1.817", "1e-2,.381,1.838", "1e-1,.406,1.865"})
    void deltaMovesTheFit(double delta, double beta, double e) {
        Fit fit = new Fitter(new Chinchilla(), ReferenceFitTest.chinchilla240(), new Misfit(delta, true)).fit();
        assertEquals(beta, fit.parameter("beta"), 6e-4);
        assertEquals(e, fit.parameter("E"), 6e-4);
    }

    /** 2.2: the best split. */
    @Test
    void theBestSplitOfABudget() {
        Fit fit = new Fitter(new Chinchilla(), ReferenceFitTest.chinchilla240()).fit();
        Frontier frontier = fit.law().frontier(fit.theta(), 6, Point.of(1, 1, 1)).orElseThrow();
        assertEquals(73.2e9, frontier.parameters(5.76e23), 0.1e9);
        assertEquals(1.31e12, frontier.tokens(5.76e23), 0.01e12);
        assertEquals(1.974, Profile.bestLoss(fit, 5.76e23).orElseThrow(), 6e-4);
        assertEquals(16.6, frontier.tokens(1e25) / frontier.parameters(1e25), .06);
        assertEquals(14.6, frontier.tokens(1e27) / frontier.parameters(1e27), .06);
        Bootstrap bootstrap = Bootstrap.of(fit, 1000, 2);
        Interval loss = bootstrap.interval(p -> Profile.bestLoss(new Fit(fit.law(), fit.ladder(),
            java.util.Arrays.stream(p).boxed().toList(), 0, fit.misfit(), "", 1), 5.76e23).orElseThrow(), .95);
        assertEquals(1.951, loss.low(), 1.951 * .005);
        assertEquals(2.002, loss.high(), 2.002 * .005);
    }

    @Test
    void manyDrawsAreQuick() {
        Fit fit = new Fitter(new Chinchilla(), ReferenceFitTest.chinchilla240()).fit();
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            Bootstrap.of(fit, 1000, 2);
            long middle = System.nanoTime();
            for (int j = 0; j < 10; j++) {
                new Fitter(new Chinchilla(), fit.ladder()).fit();
            }
            System.out.println("1000 draws " + (middle - start) / 1e6 + " ms; fit " + (System.nanoTime() - middle) / 1e7);
        }
    }
}
