package dev.longrun.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.plan.ParameterCount;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TrainShapeTest {

    @ParameterizedTest
    @FieldSource("dev.longrun.bench.TrainShape#ALL")
    void asMuchWorkAsTheModelItIsNamedFor(TrainShape shape) {
        assertTrue(shape.flopPerToken() >= shape.gpt2FlopPerToken());
        assertEquals(shape.gpt2FlopPerToken(), shape.flopPerToken(), 0.01 * shape.flopPerToken());
        assertEquals(shape.gpt2Parameters(), shape.parameters(), 0.03 * shape.parameters());
        double named = Double.parseDouble(shape.name().replace("M", "e6"));
        assertEquals(named, shape.gpt2Parameters(), 0.01 * named);
    }

    @ParameterizedTest
    @FieldSource("dev.longrun.bench.TrainShape#ALL")
    void theRunIsOfTheSameModel(TrainShape shape) {
        assertEquals(shape.parameters(), ParameterCount.of(shape.run().model()).total());
        assertEquals(shape.batchTokens(), shape.run().training().batchTokens());
        assertEquals(1e-3, shape.run().training().learningRate());
        assertTrue(shape.run().training().clip() > 0);
    }
}
