package dev.longrun.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.run.ModelShape;
import dev.longrun.run.Run;
import dev.longrun.run.RunFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RungRuleTest {

    private static Run target(String budget) {
        return Resolver.resolve(RunFile.of("budget: " + budget + "\n", "run.yaml", List.of()),
            Optional.of(Shapes.machine(1)));
    }

    @Test
    void aTenthOfTheFlopSpreadOverSizesAndLengths() {
        for (String budget : List.of("5 min", "1 h", "1 day")) {
            Run target = target(budget);
            double flop = (double) FlopCount.of(target.model()).training() * target.training().tokens();
            double n = ParameterCount.of(target.model()).matricesAndHead();
            List<Rung> rungs = RungRule.of(target, 0.1);
            assertEquals(5, rungs.size());
            assertEquals(0.1 * flop, rungs.stream().mapToDouble(rung ->
                FlopCount.of(rung.shape()).training() * rung.tokens()).sum(), 1e-6 * flop);
            for (Rung rung : rungs) {
                ModelShape shape = rung.shape();
                assertTrue(ParameterCount.of(shape).matricesAndHead() < n, rung.toString());
                assertTrue(rung.tokens() < target.training().tokens(), rung.toString());
                assertEquals(0, shape.heads() % shape.kvHeads());
                assertEquals(target.model().vocabulary(), shape.vocabulary());
            }
            // What the forecast needs: two runs of the same FLOP whose sizes differ by a factor of two at least.
            double larger = ParameterCount.of(rungs.get(1).shape()).matricesAndHead();
            double smaller = ParameterCount.of(rungs.get(2).shape()).matricesAndHead();
            assertTrue(larger > 2 * smaller, larger + " and " + smaller);
            assertEquals(1, rungs.get(1).flop() / rungs.get(2).flop(), 1e-9);
            assertEquals(0.052 * flop, rungs.getLast().flop(), 1e-6 * flop);
        }
    }

    @Test
    void aModelTooSmallForALadderIsRefused() {
        Run target = Resolver.resolve(RunFile.of("model: {width: 16, layers: 1, vocabulary: 300}\nbudget: 8K tokens\n",
            "run.yaml", List.of()), Optional.of(Shapes.machine(1)));
        String message = assertThrows(PlanException.class, () -> RungRule.of(target, 0.1)).getMessage();
        assertTrue(message.startsWith("run: with N = ") && message.contains("too small for a ladder"), message);
    }
}
