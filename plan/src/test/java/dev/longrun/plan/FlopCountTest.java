package dev.longrun.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longrun.run.ModelShape;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlopCountTest {

    @Test
    void trainingIsSixNAndSixLayersWidthContext() {
        for (ModelShape shape : List.of(Shapes.LLAMA_2_7B, Shapes.LLAMA_3_405B, Shapes.TINY)) {
            double expected = 6.0 * ParameterCount.of(shape).matricesAndHead()
                + 6.0 * shape.layers() * shape.heads() * shape.headWidth() * shape.context();
            // Causal counting has (s + 1) / 2 keys, the rule of thumb s / 2.
            assertEquals(expected, FlopCount.of(shape).training(), expected * 1e-3);
        }
    }

    @Test
    void partsAddUp() {
        FlopCount flop = FlopCount.of(Shapes.LLAMA_3_8B);
        assertEquals(flop.forward(), flop.attentionProjections() + flop.feedForward() + flop.attentionScores()
            + flop.head());
        assertEquals(3 * flop.forward(), flop.training());
        assertEquals(2L * 4096 * 128_256, flop.head());
    }

    @Test
    void llama405BOnItsTokensTakesThePublishedFlop() {
        // 3.8e25, arXiv 2407.21783, section 1: 6 N D, without the attention scores.
        assertEquals(3.8e25, 15.6e12 * FlopCount.of(Shapes.LLAMA_3_405B).training(), 0.15e25);
    }
}
