package dev.longrun.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Backtests with known errors, and flags that must be raised. */
class ReferenceBacktestTest {

    /** Section 2.4. */
    @Test
    void chinchilla() {
        Backtest near = Backtest.of("chinchilla", ReferenceFitTest.chinchilla240(), 1e20, 50, 2);
        assertEquals(136, near.fit().ladder().points().size());
        assertEquals(104, near.forecasts().size());
        assertEquals(.0089, near.meanError(), 6e-5);
        assertEquals(.041, Math.abs(near.largestError()), 6e-4);
        assertEquals(1.864, near.fit().parameter("E"), 6e-4);
        assertEquals(.311, near.fit().parameter("alpha"), 6e-4);
        assertEquals(.470, near.fit().parameter("beta"), 6e-4);
        assertEquals(.018, near.forecasts().stream().filter(each -> each.at().flop() > 3e21)
            .mapToDouble(each -> Math.abs(each.loss() / each.at().loss() - 1)).average().orElseThrow(), 6e-4);
        Backtest far = Backtest.of("auto", ReferenceFitTest.chinchilla240(), 1e21, 50, 2);
        assertEquals("chinchilla", far.fit().law().name());
        assertEquals(23, far.forecasts().size());
        assertEquals(.0105, far.meanError(), 6e-5);
        assertEquals(.028, Math.abs(far.largestError()), 6e-4);
    }

    /** Section 3.2: joint fit below 1.6B parameters, 33 runs above 2.5B. */
    @Test
    void muennighoff() {
        Ladder ladder = LadderReader.plain().where("set=fit182").read(Shared.table("muennighoff2023_runs.csv"));
        List<Point> small = ladder.points().stream().filter(at -> at.n() < 1.6e9).toList();
        List<Point> large = ladder.points().stream().filter(at -> at.n() > 2.5e9).toList();
        assertEquals(33, large.size());
        Fit fit = Fits.fit(new Repetition(), ladder.with(small));
        assertEquals(.052, fit.meanError(large), 6e-4);
    }

    /** Section 3.5: three optima foretell the fourth. */
    @Test
    void nanochat() {
        Ladder ladder = LadderReader.plain().where("param_convention=matrices_plus_lm_head")
            .read(Shared.table("nanochat2026_isoflop_optima.csv"));
        Backtest test = Backtest.of("auto", ladder, 9e18, 50, 2);
        assertEquals("power", test.fit().law().name());
        assertEquals(.0006, test.meanError(), 6e-5);
        assertEquals(1, test.coverage());
    }

    /** Section 3.6: sizes span a factor of 5, and E goes to 0. */
    @Test
    void stepLawLeavesTheAsymptoteOpen() {
        Ladder ladder = LadderReader.plain().lowestOfEach().read(Shared.table("steplaw2025_dense_lr_bs_loss.csv"));
        assertEquals(17, ladder.points().size());
        assertTrue(flags(ladder).stream().anyMatch(flag -> flag.startsWith("E not identified")));
    }

    /** And the reference fit does not. */
    @Test
    void chinchillaDoesNot() {
        assertTrue(flags(ReferenceFitTest.chinchilla240()).stream().noneMatch(flag -> flag.startsWith("E not")));
    }

    /** Section 3.2: the half-life of repeated tokens. */
    @Test
    void muennighoffLeavesTheHalfLifeOpen() {
        Ladder ladder = LadderReader.plain().where("set=fit182").read(Shared.table("muennighoff2023_runs.csv"));
        Analysis analysis = Analysis.of(Fits.law("auto", ladder), ladder, List.of(), 0, 100, 2);
        assertEquals("repetition", analysis.fit().law().name());
        assertTrue(analysis.flags().stream().noneMatch(flag -> flag.contains("unit mixed")));
        assertTrue(analysis.flags().stream().anyMatch(flag -> flag.startsWith("R_D* not identified")));
    }

    private static List<String> flags(Ladder ladder) {
        return Analysis.of(Fits.law("auto", ladder), ladder, List.of(), 0, 50, 2).flags();
    }
}
