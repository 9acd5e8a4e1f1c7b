package dev.longrun.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The test of honesty: of all runs held out, over all public ladders and several cuts, about 80 % lie within the 80 %
 * band. Prints the table of docs/backtest.md.
 */
class CoverageTest {

    private record Sum(List<Double> coverage, List<Double> error, List<Double> signed, List<Double> width, int[] runs) {
    }

    @Test
    void eightyPerCentBandsHoldEighty() {
        Map<String, Sum> families = new LinkedHashMap<>();
        for (BacktestCases.Case each : BacktestCases.all()) {
            int draws = each.law() instanceof Repetition ? 40 : Backtest.DRAWS;
            Backtest test = Backtest.of(each.law().name(), each.ladder(), each.below(), draws, 2);
            for (String key : List.of(each.family() + ", " + each.law().name(), each.family())) {
                Sum sum = families.computeIfAbsent(key, _ -> new Sum(new ArrayList<>(), new ArrayList<>(),
                    new ArrayList<>(), new ArrayList<>(), new int[1]));
                sum.coverage().add(test.coverage());
                sum.error().add(test.meanError());
                sum.signed().add(test.signedError());
                sum.width().add(test.meanHalfWidth());
                sum.runs()[0] += test.forecasts().size();
            }
        }
        List<Double> coverages = new ArrayList<>();
        families.forEach((name, sum) -> {
            if (name.contains(", ")) {
                System.out.printf(Locale.ROOT, "| %s | %d | %d | %.1f %% | %+.1f %% | %.1f %% | %.0f %% |%n", name,
                    sum.coverage().size(), sum.runs()[0], 100 * mean(sum.error()), 100 * mean(sum.signed()),
                    100 * mean(sum.width()), 100 * mean(sum.coverage()));
            } else {
                coverages.add(mean(sum.coverage()));
            }
        });
        double all = mean(coverages);
        System.out.printf(Locale.ROOT, "mean over families %.1f %%%n", 100 * all);
        assertEquals(.80, all, .05);
        assertTrue(coverages.stream().filter(c -> c > .6).count() >= coverages.size() - 1, coverages.toString());
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
