package dev.longrun.model;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** The loop from a prompt to its continuation. */
public final class Generation {

    private Generation() {
    }

    /**
     * Reads a prompt and generates until {@code maxTokens}, the end token, or the decoder's capacity.
     *
     * @param decoder reset first
     * @param prompt at least one token (the end-of-text token stands for an empty one)
     * @param endToken stops the loop and is not part of the result; -1 for none
     * @param each told every token of the result at once
     * @return the continuation without the prompt
     * @throws ModelException if the prompt is empty, longer than the capacity, or not of this vocabulary
     */
    public static int[] complete(Decoder decoder, Sampler sampler, int[] prompt, int maxTokens, int endToken,
        IntConsumer each) {
        decoder.reset();
        if (prompt.length == 0) {
            throw new ModelException("prompt: no tokens; at least one is needed");
        }
        if (prompt.length > decoder.capacity()) {
            throw new ModelException("prompt: " + prompt.length + " tokens; at most " + decoder.capacity() + " fit");
        }
        float[] logits = decoder.feed(prompt, prompt.length);
        int most = Math.max(0, Math.min(maxTokens, decoder.capacity() - prompt.length + 1));
        int[] result = new int[most];
        int[] next = new int[1];
        for (int count = 0; count < most; count++) {
            next[0] = sampler.pick(logits);
            if (next[0] == endToken) {
                return Arrays.copyOf(result, count);
            }
            result[count] = next[0];
            each.accept(next[0]);
            if (count + 1 < most) {
                logits = decoder.feed(next, 1);
            }
        }
        return result;
    }
}
