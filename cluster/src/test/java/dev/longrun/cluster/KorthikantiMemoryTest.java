package dev.longrun.cluster;

import static dev.longrun.cluster.Samples.GIB;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longrun.run.Layout.Recompute;
import dev.longrun.run.Layout.Sharding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Figure 1 of Korthikanti et al., arXiv 2205.05198: weights with optimiser state and activations of four models,
 * without recomputation (tensor-parallel only) and with selective recomputation and sequence parallelism, GiB to two
 * places.
 */
class KorthikantiMemoryTest {

    @ParameterizedTest
    @CsvSource({
        "48, 6144, 64, 8, 1, 1, 4, 45.56, 59.25, 9.56",
        "96, 12288, 96, 8, 8, 3, 1, 45.56, 66.84, 12.35",
        "105, 20480, 128, 8, 35, 3, 1, 31.64, 114.02, 23.08",
        "128, 25600, 160, 8, 64, 1, 1, 32.96, 131.25, 26.56"})
    void figure1(int layers, int width, int heads, int tensor, int pipeline, int interleave, int microBatch,
        double state, double none, double selective) {
        Transformer model = Samples.gpt(layers, width, heads, 51_200);
        // The figure leaves out embedding, head and biases: a vocabulary of nothing does the same.
        Transformer bare = Samples.gpt(layers, width, heads, 0);
        int batch = 8 * pipeline * microBatch;
        StepMemory kept = StepMemory.of(Samples.job(bare, batch, Samples.layout(tensor, pipeline, interleave, 1,
            microBatch, false, Sharding.NONE, Recompute.NONE)), Practice.megatron2022());
        StepMemory less = StepMemory.of(Samples.job(model, batch, Samples.layout(tensor, pipeline, interleave, 1,
            microBatch, true, Sharding.NONE, Recompute.SELECTIVE)), Practice.megatron2022());
        double held = kept.parts().get(MemoryPart.WEIGHTS) + kept.parts().get(MemoryPart.GRADIENTS)
            + kept.parts().get(MemoryPart.OPTIMIZER);
        assertEquals(state, held / GIB, 0.00501);
        assertEquals(none, kept.parts().get(MemoryPart.ACTIVATIONS) / GIB, 0.00501);
        assertEquals(selective, less.parts().get(MemoryPart.ACTIVATIONS) / GIB, 0.00501);
        assertEquals(0, kept.stage());
    }
}
