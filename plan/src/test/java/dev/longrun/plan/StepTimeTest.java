package dev.longrun.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.run.Recipe.Optimizer;
import org.junit.jupiter.api.Test;

class StepTimeTest {

    @Test
    void twiceTheSpeedIsHalfTheTime() {
        StepTime slow = StepTime.measured(Shapes.TINY, 8192, Optimizer.ADAMW, Shapes.machine(1));
        StepTime fast = StepTime.measured(Shapes.TINY, 8192, Optimizer.ADAMW, Shapes.machine(2));
        assertEquals(slow.stepSeconds(), 2 * fast.stepSeconds(), 1e-9);
        assertEquals(slow.efficiency(), fast.efficiency(), 1e-9);
    }

    @Test
    void eachProductTakesItsFlopAtTheSpeedOfItsWidth() {
        // Four layers of width 128: all weights' smaller side is 128, for which the machine has 90 GFLOP/s.
        double weights = 4.0 * (4 * 128 * 128 + 3 * 128 * 352) + 128 * 2048;
        StepTime step = StepTime.measured(Shapes.TINY, 8192, Optimizer.ADAMW, Shapes.machine(1));
        assertEquals(8192 * 6 * weights / 90e9, step.matmulSeconds(), 1e-9);
        assertEquals(8192 * 3.0 * 4 * 2 * 128 * 257 / 40e9, step.attentionSeconds(), 1e-9);
        assertEquals(36.0 * ParameterCount.of(Shapes.TINY).total() / 20e9, step.optimizerSeconds(), 1e-12);
        assertEquals(step.stepSeconds(), step.matmulSeconds() + step.attentionSeconds() + step.elementwiseSeconds()
            + step.optimizerSeconds(), 1e-12);
    }

    @Test
    void theEfficiencyIsAShareOfThePeak() {
        double efficiency = StepTime.measured(Shapes.TINY, 8192, Optimizer.ADAMW, Shapes.machine(1)).efficiency();
        assertTrue(efficiency > 0.2 && efficiency < 0.6, () -> "MFU " + efficiency);
    }

    @Test
    void aForwardPassIsAboutAThird() {
        double forward = TokenTime.forward(Shapes.TINY, Shapes.machine(1)).total();
        double training = TokenTime.training(Shapes.TINY, Shapes.machine(1)).total();
        assertEquals(1 / 3.0, forward / training, 0.05);
    }

    /** By hand: width 128 and four heads of 32, so 4 square matrices a layer and 3 of 128 x 352. */
    @Test
    void muonKeepsLessAndAddsItsProducts() {
        OptimizerCost muon = OptimizerCost.of(Shapes.TINY, Optimizer.MUON);
        long hidden = 4L * (4 * 128 * 128 + 3 * 128 * 352);
        assertEquals(2 * ParameterCount.of(Shapes.TINY).total() - hidden, muon.stateFloats());
        double square = 5 * 6.0 * 128 * 128 * 128;
        double tall = 5 * (4.0 * 128 * 128 * 352 + 2.0 * 128 * 128 * 128);
        double flop = 4 * (4 * square + 3 * tall);
        assertEquals(flop, muon.newtonSchulzFlop(), 1);
        StepTime without = StepTime.measured(Shapes.TINY, 8192, Optimizer.ADAMW, Shapes.machine(1));
        StepTime with = StepTime.measured(Shapes.TINY, 8192, Optimizer.MUON, Shapes.machine(1));
        assertEquals(flop / 90e9, with.optimizerSeconds() - without.optimizerSeconds(), 1e-9);
        assertEquals(without.modelFlop(), with.modelFlop());
        assertTrue(with.efficiency() < without.efficiency());
    }
}
