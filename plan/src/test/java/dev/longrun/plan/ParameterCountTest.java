package dev.longrun.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longrun.run.ModelShape;
import dev.longrun.run.ModelShape.Activation;
import org.junit.jupiter.api.Test;

class ParameterCountTest {

    @Test
    void publishedModelsHaveTheirPublishedCount() {
        assertEquals(6_738_415_616L, ParameterCount.of(Shapes.LLAMA_2_7B).total());
        assertEquals(8_030_261_248L, ParameterCount.of(Shapes.LLAMA_3_8B).total());
        assertEquals(70_553_706_496L, ParameterCount.of(Shapes.LLAMA_3_70B).total());
        assertEquals(405_853_388_800L, ParameterCount.of(Shapes.LLAMA_3_405B).total());
        assertEquals(1_100_048_384L, ParameterCount.of(Shapes.TINY_LLAMA).total());
        assertEquals(596_049_920L, ParameterCount.of(Shapes.QWEN_3_SMALL).total());
    }

    @Test
    void groupsAddUpAndTheHeadCountsInNEvenWhenTied() {
        ParameterCount count = ParameterCount.of(Shapes.QWEN_3_SMALL);
        assertEquals(0, count.head());
        assertEquals(count.total(), count.embedding() + count.attention() + count.feedForward() + count.norms());
        assertEquals(count.attention() + count.feedForward() + 151_936L * 1024, count.matricesAndHead());
        assertEquals(count.total() - count.embedding(), count.nonEmbedding());
    }

    @Test
    void reluSquaredHasTwoMatrices() {
        ModelShape tiny = Shapes.TINY;
        ModelShape relu = new ModelShape(tiny.preset(), tiny.family(), tiny.layers(), tiny.width(), tiny.heads(),
            tiny.kvHeads(), tiny.headWidth(), 512, tiny.vocabulary(), tiny.context(), Activation.RELU2, true, false,
            tiny.ropeBase(), tiny.normEpsilon());
        ParameterCount count = ParameterCount.of(relu);
        assertEquals(4L * 2 * 128 * 512, count.feedForward());
        assertEquals(4L * (2 * 128 + 2 * 32) + 128, count.norms());
    }
}
