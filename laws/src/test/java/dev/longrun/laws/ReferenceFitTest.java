package dev.longrun.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Published fits, reproduced on the public points. */
class ReferenceFitTest {

    static Ladder chinchilla240() {
        return LadderReader.plain().dropping(5).read(Shared.table("besiroglu2024_chinchilla_svg.csv"));
    }

    static Ladder chinchilla234() {
        return LadderReader.plain().read(Shared.table("kyo_takano_llm_runs.csv"));
    }

    /** Check 1: the optimum is 0.001018274018; Besiroglu et al. printed 0.0010186 (BFGS stopped early). */
    @Test
    void theOptimumOfThe240Points() {
        Fit fit = new Fitter(new Chinchilla(), chinchilla240()).fit();
        assertEquals(240, fit.ladder().points().size());
        assertTrue(fit.objective() <= 0.00101827405, "objective " + fit.objective());
        assertEquals(477.826, fit.parameter("A"), 0.05);
        assertEquals(2143.417, fit.parameter("B"), 0.5);
        assertEquals(1.817218, fit.parameter("E"), 5e-5);
        assertEquals(0.347310, fit.parameter("alpha"), 5e-5);
        assertEquals(0.367172, fit.parameter("beta"), 5e-5);
    }

    /** Check 1, second set. */
    @Test
    void theOptimumOfThe234Points() {
        Fit fit = new Fitter(new Chinchilla(), chinchilla234()).fit();
        assertEquals(234, fit.ladder().points().size());
        assertTrue(fit.objective() <= 0.0008400932, "objective " + fit.objective());
        assertEquals(442.164, fit.parameter("A"), 0.05);
        assertEquals(1271.808, fit.parameter("B"), 0.5);
        assertEquals(1.783894, fit.parameter("E"), 5e-5);
        assertEquals(0.342626, fit.parameter("alpha"), 5e-5);
        assertEquals(0.342002, fit.parameter("beta"), 5e-5);
    }

    /** The digits that were printed, beside the optimum: rounding Hoffmann's costs a factor of 3.3. */
    @Test
    void printedDigitsHaveTheirObjectives() {
        Ladder ladder = chinchilla240();
        assertEquals(0.0010228, objective(ladder, 482.01, 2085.43, 1.8172, 0.3478, 0.3658), 2e-7);
        assertEquals(0.00123116, objective(ladder, 406.401018, 410.722827, 1.69337368, 0.33917084, 0.2849083), 1e-8);
        assertEquals(0.0041210, objective(ladder, 406.4, 410.7, 1.69, 0.34, 0.28), 1e-7);
    }

    private static double objective(Ladder ladder, double... parameters) {
        return Fit.objective(new Chinchilla(), parameters, Misfit.HUBER, ladder.points());
    }

    /** Check 2: every default start ends at the optimum. */
    @Test
    void everyDefaultStartHits() {
        for (Ladder ladder : List.of(chinchilla240(), chinchilla234())) {
            Fitter fitter = new Fitter(new Chinchilla(), ladder);
            double best = fitter.fit().objective();
            double[] ones = new double[ladder.points().size()];
            Arrays.fill(ones, 1);
            List<double[]> starts = fitter.dataStarts();
            assertEquals(16, starts.size());
            for (double[] start : starts) {
                double[] theta = start.clone();
                double reached = fitter.descend(theta, ladder.losses(), ones);
                assertEquals(best, reached, 1e-12);
            }
            for (double[] start : new VariableProjection(fitter.design(), ladder.losses()).starts()) {
                assertEquals(best, fitter.descend(start, ladder.losses(), ones), 1e-12);
            }
        }
    }
}
