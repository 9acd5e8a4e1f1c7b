package dev.longrun.text;

import dev.longrun.tokenizer.Mix;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What is kept of a document to find others much like it: for each of 64 hash functions the least hash of its runs of
 * five words (MinHash; Broder, On the resemblance and containment of documents, 1997). The share of equal entries
 * estimates the share of runs that two documents have in common, with a standard error of 5 % at four in five. A word
 * is a run of ASCII letters and digits and of what is beyond ASCII.
 *
 * @param least one for each hash function; none for a document of fewer than five words
 */
record Sketch(int[] least) {

    static final int FUNCTIONS = 64;
    private static final int WORDS = 5;
    private static final Sketch EMPTY = new Sketch(new int[0]);
    private static final int[] FACTORS = new int[FUNCTIONS];
    private static final int[] SHIFTS = new int[FUNCTIONS];

    static {
        SplittableRandom random = new SplittableRandom(1997);
        for (int i = 0; i < FUNCTIONS; i++) {
            FACTORS[i] = random.nextInt() | 1;
            SHIFTS[i] = random.nextInt();
        }
    }

    static Sketch of(byte[] text) {
        int[] least = new int[FUNCTIONS];
        Arrays.fill(least, Integer.MAX_VALUE);
        long[] last = new long[WORDS];
        int words = 0;
        long word = 0;
        for (int i = 0; i <= text.length; i++) {
            int b = i < text.length ? text[i] : ' ';
            if (b < 0 || Character.isLetterOrDigit(b)) {
                word = Mix.mix(word + b);
            } else if (word != 0) {
                last[words++ % WORDS] = word;
                word = 0;
                if (words >= WORDS) {
                    take(least, last, words);
                }
            }
        }
        return words < WORDS ? EMPTY : new Sketch(least);
    }

    /** The run that ends with the word just read. */
    private static void take(int[] least, long[] last, int words) {
        long run = 0;
        for (int i = 0; i < WORDS; i++) {
            run = Mix.mix(run + last[(words + i) % WORDS]);
        }
        int hash = (int) (run >>> 32);
        for (int i = 0; i < FUNCTIONS; i++) {
            int mixed = hash * FACTORS[i] + SHIFTS[i];
            mixed = (mixed ^ mixed >>> 15) & Integer.MAX_VALUE;
            least[i] = Math.min(least[i], mixed);
        }
    }

    /** The estimated share of runs in common; neither may be of a document without a run. */
    double likeness(Sketch other) {
        int equal = 0;
        for (int i = 0; i < FUNCTIONS; i++) {
            equal += least[i] == other.least[i] ? 1 : 0;
        }
        return (double) equal / FUNCTIONS;
    }
}
