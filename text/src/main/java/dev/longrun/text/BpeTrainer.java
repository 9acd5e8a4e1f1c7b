package dev.longrun.text;

import dev.longrun.tokenizer.IntList;
import dev.longrun.tokenizer.PieceTable;
import dev.longrun.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Learns byte-pair merges (Sennrich et al. 2016, over bytes as GPT-2): again and again the most frequent pair of
 * neighbours becomes a token. Counts are kept up to date piece by piece, so a merge costs what it changes. Of pairs
 * equally frequent the one with the smaller ids is taken, so the result depends on the counts alone.
 */
final class BpeTrainer {

    /** Merges between two calls of the watcher. */
    private static final int REPORT = 256;
    private static final String STAGE = "Learning the vocabulary";

    private final int[] symbols;
    private final int[] starts;
    private final int[] lengths;
    private final long[] counts;
    private final PairTable pairs = new PairTable();
    private final PairHeap heap = new PairHeap();
    private final byte[][] tokens;
    private final Set<Digest> known = new HashSet<>();
    private final int[] lefts;
    private final int[] rights;
    private int merges;

    private BpeTrainer(PieceTable pieces, int merges) {
        int count = pieces.size();
        symbols = new int[pieces.bytesHeld()];
        starts = new int[count];
        lengths = new int[count];
        counts = new long[count];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = pieces.bytes()[i] & 0xFF;
        }
        for (int piece = 0; piece < count; piece++) {
            starts[piece] = pieces.start(piece);
            lengths[piece] = pieces.end(piece) - pieces.start(piece);
            counts[piece] = pieces.count(piece);
        }
        tokens = new byte[256 + merges][];
        for (int b = 0; b < 256; b++) {
            tokens[b] = new byte[] {(byte) b};
        }
        lefts = new int[merges];
        rights = new int[merges];
    }

    /**
     * A tokenizer of exactly {@code vocabulary} tokens: 256 bytes, the merges in the order learnt, the separator.
     * Throws TextException that names the largest possible vocabulary when no pair stands twice any more.
     */
    static Tokenizer train(PieceTable pieces, int vocabulary, Watcher watcher) {
        BpeTrainer trainer = new BpeTrainer(pieces, vocabulary - DatasetSpec.SMALLEST_VOCABULARY);
        trainer.countPairs();
        watcher.progress(STAGE, 0);
        while (trainer.merges < trainer.lefts.length) {
            if (!trainer.learnOne()) {
                throw new TextException("vocabulary " + vocabulary + " is larger than the training text supports: "
                    + "at most " + (DatasetSpec.SMALLEST_VOCABULARY + trainer.merges)
                    + ", after that no pair of tokens stands in it twice");
            }
            if (trainer.merges % REPORT == 0) {
                watcher.progress(STAGE, (double) trainer.merges / trainer.lefts.length);
            }
        }
        watcher.progress(STAGE, 1);
        return Tokenizer.of(trainer.lefts, trainer.rights);
    }

    private void countPairs() {
        for (int piece = 0; piece < starts.length; piece++) {
            int from = starts[piece];
            for (int i = from; i + 1 < from + lengths[piece]; i++) {
                pairs.add(PairTable.key(symbols[i], symbols[i + 1]), counts[piece], piece);
            }
        }
        for (int pair = 0; pair < pairs.size(); pair++) {
            if (pairs.countAt(pair) >= 2) {
                heap.push(pairs.countAt(pair), pairs.keyAt(pair));
            }
        }
    }

    private boolean learnOne() {
        while (!heap.isEmpty()) {
            long count = heap.topCount();
            long key = heap.topKey();
            heap.pop();
            long now = pairs.count(key);
            if (now < count) {
                // A count only falls once its pair exists, so what the heap holds is never too low.
                if (now >= 2) {
                    heap.push(now, key);
                }
                continue;
            }
            if (merge((int) (key >>> 32), (int) key)) {
                return true;
            }
        }
        return false;
    }

    /** False, and nothing merged, when two other tokens already merge into the same bytes: a token is one string. */
    private boolean merge(int left, int right) {
        byte[] joined = Arrays.copyOf(tokens[left], tokens[left].length + tokens[right].length);
        System.arraycopy(tokens[right], 0, joined, tokens[left].length, tokens[right].length);
        if (!known.add(Digest.of(joined))) {
            return false;
        }
        int token = 256 + merges;
        tokens[token] = joined;
        lefts[merges] = left;
        rights[merges] = right;
        merges++;
        int before = pairs.size();
        IntList touched = new IntList();
        pairs.take(PairTable.key(left, right), touched);
        for (int i = 0; i < touched.size(); i++) {
            rewrite(touched.get(i), left, right, token);
        }
        for (int pair = before; pair < pairs.size(); pair++) {
            if (pairs.countAt(pair) >= 2) {
                heap.push(pairs.countAt(pair), pairs.keyAt(pair));
            }
        }
        return true;
    }

    /** Replaces left, right by token throughout a piece, from the left, and moves the counts of the neighbours. */
    private void rewrite(int piece, int left, int right, int token) {
        int from = starts[piece];
        int end = from + lengths[piece];
        long count = counts[piece];
        int to = from;
        for (int i = from; i < end; i++) {
            if (symbols[i] != left || i + 1 == end || symbols[i + 1] != right) {
                symbols[to++] = symbols[i];
                continue;
            }
            if (to > from) {
                int before = symbols[to - 1];
                pairs.add(PairTable.key(before, left), -count);
                pairs.add(PairTable.key(before, token), count, piece);
            }
            if (i + 2 < end) {
                int after = symbols[i + 2];
                pairs.add(PairTable.key(right, after), -count);
                pairs.add(PairTable.key(token, after), count, piece);
            }
            symbols[to++] = token;
            i++;
        }
        lengths[piece] = to - from;
    }
}
