package dev.longrun.bench;

import java.util.SplittableRandom;

/**
 * Token ids that both contestants get: drawn so that low ids are frequent, as in text, and every second token follows
 * from the one before, so that there is something to learn and equal losses mean equal training.
 */
final class TokenStream {

    private final int vocabulary;

    TokenStream(int vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** The batch of step {@code step}, the same at any time. */
    void fill(long step, int[] tokens, int[] targets) {
        SplittableRandom random = new SplittableRandom(step);
        int next = draw(random);
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = next;
            next = i % 2 == 0 ? (next * 7 + 1) % vocabulary : draw(random);
            targets[i] = next;
        }
    }

    private int draw(SplittableRandom random) {
        double u = random.nextDouble();
        return (int) (vocabulary * u * u * u);
    }
}
