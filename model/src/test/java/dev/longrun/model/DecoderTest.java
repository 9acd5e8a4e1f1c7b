package dev.longrun.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.Cases.Case;
import dev.longrun.tensor.ThreadTeam;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decoding with the cache is the uncached model, bit for bit: same sums in the same order. */
class DecoderTest {

    static Stream<Case> cases() {
        return Cases.everything();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void logitsAreTheUncachedOnesBitForBit(Case tiny) {
        Model model = tiny.model();
        int vocabulary = tiny.architecture().vocabulary();
        int[] tokens = Arrays.copyOf(tiny.tokens(), tiny.context());
        try (ThreadTeam team = new ThreadTeam(2)) {
            float[] all = new float[tokens.length * vocabulary];
            ((TransformerPass) model.trainingPass(team, 1, tokens.length)).logits(tokens, all);
            Decoder decoder = model.decoder(team, tokens.length);
            for (int[] split : new int[][] {{1}, {tokens.length}, {2, 1, 3}, {tokens.length - 1, 1}}) {
                decoder.reset();
                for (int step = 0; decoder.position() < tokens.length; step++) {
                    int from = decoder.position();
                    int count = Math.min(split[step % split.length], tokens.length - from);
                    float[] logits = decoder.feed(Arrays.copyOfRange(tokens, from, from + count), count);
                    int row = from + count - 1;
                    assertArrayEquals(Arrays.copyOfRange(all, row * vocabulary, (row + 1) * vocabulary), logits,
                        "after token " + row);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void greedyTokensAreThoseOfTheUncachedModel(Case tiny) {
        Model model = tiny.model();
        int context = tiny.context();
        int[] prompt = Arrays.copyOf(tiny.tokens(), 3);
        try (ThreadTeam team = new ThreadTeam(3)) {
            int[] found = Generation.complete(model.decoder(team, context), new Sampler(Sampling.GREEDY), prompt,
                context, -1, token -> { });
            assertEquals(context - prompt.length + 1, found.length);
            int[] tokens = Arrays.copyOf(prompt, context + 1);
            for (int i = 0; i < found.length; i++) {
                tokens[prompt.length + i] = naive(model, team, Arrays.copyOf(tokens, prompt.length + i));
                assertEquals(tokens[prompt.length + i], found[i], "token " + i);
            }
        }
    }

    /** The likeliest next token by a pass over all that stands so far. */
    private static int naive(Model model, ThreadTeam team, int[] tokens) {
        int vocabulary = model.architecture().vocabulary();
        float[] all = new float[tokens.length * vocabulary];
        ((TransformerPass) model.trainingPass(team, 1, tokens.length)).logits(tokens, all);
        int best = 0;
        for (int id = 1; id < vocabulary; id++) {
            int row = (tokens.length - 1) * vocabulary;
            best = all[row + id] > all[row + best] ? id : best;
        }
        return best;
    }

    /** More tokens at once than one pass through the layers takes. */
    @Test
    void longPromptsAreReadInPieces() {
        Architecture config = Cases.llama(40, 16, 1, 2, 1, 8, 24, 700, Activation.SWIGLU, true, true);
        Case tiny = new Case("long", config, 1, 700);
        try (ThreadTeam team = new ThreadTeam(2)) {
            float[] all = new float[700 * 40];
            ((TransformerPass) tiny.model().trainingPass(team, 1, 700)).logits(tiny.tokens(), all);
            float[] logits = tiny.model().decoder(team, 700).feed(tiny.tokens(), 700);
            assertArrayEquals(Arrays.copyOfRange(all, 699 * 40, 700 * 40), logits);
        }
    }

    @Test
    void reloadingTakesTheNumbersAsTheyAreNow() {
        Model model = Cases.GOLDEN.model();
        try (ThreadTeam team = new ThreadTeam(2)) {
            Decoder decoder = model.decoder(team, 4);
            float[] before = decoder.feed(new int[] {1, 2}, 2).clone();
            float[] values = model.parameters().values();
            for (int i = 0; i < values.length; i++) {
                values[i] *= 1.5f;
            }
            decoder.reload();
            float[] after = decoder.feed(new int[] {1, 2}, 2).clone();
            assertArrayEquals(model.decoder(team, 4).feed(new int[] {1, 2}, 2), after);
            assertTrue(Arrays.mismatch(before, after) >= 0);
        }
    }

    @Test
    void refusesWhatDoesNotFit() {
        Model model = Cases.GOLDEN.model();
        try (ThreadTeam team = new ThreadTeam(1)) {
            Decoder decoder = model.decoder(team, 4);
            assertMessage("model: token 99 is outside", () -> decoder.feed(new int[] {99}, 1));
            assertMessage("model: 5 tokens to read; there are 5, and room for 4 of 4",
                () -> decoder.feed(new int[5], 5));
            assertMessage("model: a decoder of 1000 tokens", () -> model.decoder(team, 1000));
            Sampler sampler = new Sampler(Sampling.GREEDY);
            assertMessage("prompt: no tokens",
                () -> Generation.complete(decoder, sampler, new int[0], 1, -1, t -> { }));
            assertMessage("prompt: 5 tokens",
                () -> Generation.complete(decoder, sampler, new int[5], 1, -1, t -> { }));
        }
    }

    private static void assertMessage(String begin, Runnable call) {
        String message = assertThrows(ModelException.class, call::run).getMessage();
        assertTrue(message.startsWith(begin), message);
    }
}
