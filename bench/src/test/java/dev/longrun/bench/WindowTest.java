package dev.longrun.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {

    @Test
    void aLineAndBack() {
        Window window = new Window(3, 12_288, 0.1, 8.25);
        assertEquals(window, Window.parse(window.line()));
        assertEquals(122_880, window.tokensPerSecond(), 1e-6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ready", "window 1 2 3", "window a 2 3 4"})
    void anotherLineIsRefused(String line) {
        assertThrows(IllegalArgumentException.class, () -> Window.parse(line));
    }

    @Test
    void aWindowHoldsWholeSteps() {
        TrainShape shape = TrainShape.ALL.getFirst();
        StepLoop loop = new StepLoop(shape, (_, _) -> 2.5);
        Window window = loop.window(0, 2);
        assertEquals(2, window.steps());
        assertEquals(2L * shape.batchTokens(), window.tokens());
        assertEquals(2.5, window.loss());
        assertTrue(loop.window(0.01, 1).seconds() >= 0.01);
    }

    @Test
    void bothGetTheSameTokens() {
        int[] tokens = new int[64];
        int[] targets = new int[64];
        int[] again = new int[64];
        new TokenStream(100).fill(5, tokens, targets);
        new TokenStream(100).fill(5, again, new int[64]);
        assertArrayEquals(tokens, again);
        assertArrayEquals(Arrays.copyOfRange(tokens, 1, 64), Arrays.copyOf(targets, 63));
        assertTrue(Arrays.stream(targets).allMatch(target -> target >= 0 && target < 100));
    }
}
