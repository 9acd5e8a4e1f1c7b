package dev.longrun.laws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bootstrap and the profile of the reference fit. */
class ReferenceUncertaintyTest {

    private static final double[] PINNED = {1.5, 1.6, 1.7, 1.75, 1.8, 1.8172, 1.85, 1.9, 1.95};

    /**
     * Check 2: 95 % of the resamples, within 3 % of what another program recomputed with 1,000 or of what Besiroglu et
     * al. printed with 4,000. Those two differ by up to 4.5 % in the upper end of A (712 and 744), where 20,000 of
     * ours give 735 with an error of 2: the resampling noise of 1,000 is 10 there.
     */
    @Test
    void intervalsOfTheReferenceFit() {
        Bootstrap bootstrap = Bootstrap.of(fit(), 20_000, 2);
        within(bootstrap, "A", 288, 712, 285, 744);
        within(bootstrap, "B", 1062, 5774, 1042, 5810);
        within(bootstrap, "E", 1.7685, 1.8716, 1.769, 1.871);
        within(bootstrap, "alpha", .317, .371, .317, .373);
        within(bootstrap, "beta", .332, .415, .331, .415);
        Interval exponent = bootstrap.interval(p -> p[4] / (p[3] + p[4]), .8);
        assertEquals(.493, exponent.low(), .493 * .03);
        assertEquals(.541, exponent.high(), .541 * .03);
    }

    private static Fit fit() {
        return new Fitter(new Chinchilla(), ReferenceFitTest.chinchilla240()).fit();
    }

    private static void within(Bootstrap bootstrap, String name, double low, double high, double printedLow,
        double printedHigh) {
        Interval interval = bootstrap.interval(name, .95);
        near(name, interval.low(), low, printedLow);
        near(name, interval.high(), high, printedHigh);
    }

    private static void near(String name, double value, double recomputed, double printed) {
        assertTrue(Math.min(Math.abs(value / recomputed - 1), Math.abs(value / printed - 1)) <= .03, name + " "
            + value);
    }

    @Test
    void threadsDoNotChangeTheDraws() {
        Fit fit = fit();
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
        Profile profile = Profile.over(fit(), PINNED);
        for (int i = 0; i < PINNED.length; i++) {
            Fit at = profile.points().get(i);
            assertEquals(ratio[i], profile.ratio(at), 6e-4, "E " + PINNED[i]);
            assertEquals(gopher[i], Profile.bestLoss(at, 5.76e23).orElseThrow(), 6e-4, "E " + PINNED[i]);
            assertEquals(far[i], Profile.bestLoss(at, 1e27).orElseThrow(), 6e-4, "E " + PINNED[i]);
        }
    }

    /** 2.4: the highest losses pull the fit; how many are dropped is a choice to print. */
    @ParameterizedTest
    @CsvSource({"0,.453,1.891,12846", "1,.412,1.855,5466", "2,.403,1.848,4524", "3,.382,1.832,2938",
        "4,.371,1.821,2311",
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
        Fit fit = fit();
        Frontier frontier = fit.law().frontier(fit.theta(), 6, Point.of(1, 1, 1)).orElseThrow();
        assertEquals(73.2e9, frontier.parameters(5.76e23), 0.1e9);
        assertEquals(1.31e12, frontier.tokens(5.76e23), 0.01e12);
        assertEquals(1.974, Profile.bestLoss(fit, 5.76e23).orElseThrow(), 6e-4);
        assertEquals(16.6, frontier.tokens(1e25) / frontier.parameters(1e25), .06);
        assertEquals(14.6, frontier.tokens(1e27) / frontier.parameters(1e27), .06);
        Bootstrap bootstrap = Bootstrap.of(fit, 1000, 2);
        Interval loss = bootstrap.interval(p -> Profile.bestLoss(new Fit(fit.law(), fit.ladder(),
            Arrays.stream(p).boxed().toList(), 0, fit.misfit(), "", 1), 5.76e23).orElseThrow(), .95);
        assertEquals(1.951, loss.low(), 1.951 * .005);
        assertEquals(2.002, loss.high(), 2.002 * .005);
    }

    /** Check 2: goals are 50 ms for a fit and 1 s for 1,000 draws, once warm; a busy machine gets ten times as much. */
    @Test
    void fitsAreQuick() {
        Fit fit = fit();
        double fitSeconds = Double.POSITIVE_INFINITY;
        double drawSeconds = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            new Fitter(new Chinchilla(), fit.ladder()).fit();
            fitSeconds = Math.min(fitSeconds, (System.nanoTime() - start) * 1e-9);
            start = System.nanoTime();
            Bootstrap.of(fit, 1000, 2);
            drawSeconds = Math.min(drawSeconds, (System.nanoTime() - start) * 1e-9);
        }
        assertTrue(fitSeconds < .5, "fit " + fitSeconds);
        assertTrue(drawSeconds < 10, "draws " + drawSeconds);
    }
}
