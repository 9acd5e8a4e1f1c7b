package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.TokenizerException.expect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A unigram language model: of all ways to cut a text into pieces the one with the highest sum of scores (Kudo 2018),
 * found by Viterbi's algorithm. A character that is no piece is unknown, ten below the lowest score; unknown ones in a
 * row are one token, or their bytes'.
 */
final class Unigram implements Model {

    private static final double UNKNOWN_PENALTY = 10;
    private static final int NO_UNKNOWN = -1;

    private final Trie trie;
    private final double[] scores;
    private final double unknownScore;
    private final int unknown;
    private final int[] bytes;
    private final boolean singlePrecision;

    private Unigram(Trie trie, double[] scores, double unknownScore, int unknown, int[] bytes,
        boolean singlePrecision) {
        this.trie = trie;
        this.scores = scores;
        this.unknownScore = unknownScore;
        this.unknown = unknown;
        this.bytes = bytes;
        this.singlePrecision = singlePrecision;
    }

    @Override
    public StretchEncoder encoder() {
        return new Path();
    }

    /** Collects pieces; ids count from 0 as they come. */
    static final class Builder {

        private final Trie trie = new Trie();
        private final double[] scores;
        private final int[] bytes = new int[256];
        private int count;
        private double lowest = Double.POSITIVE_INFINITY;
        private int unknown = NO_UNKNOWN;
        private boolean fallback;
        private boolean singlePrecision;

        Builder(int pieces) {
            scores = new double[pieces];
            Arrays.fill(bytes, -1);
        }

        /** A piece that text may hold. */
        Builder piece(String text, double score) {
            byte[] key = text.getBytes(StandardCharsets.UTF_8);
            expect(key.length <= AddedTokensReader.LONGEST, "piece %s has %s bytes; %s at most", count, key.length,
                AddedTokensReader.LONGEST);
            if (key.length > 0) {
                trie.put(key, count);
            }
            return score(text, score);
        }

        /**
         * A piece of the user's: by its length above all others (SentencePiece), and none to measure unknown ones by.
         */
        Builder favoured(String text, float highest) {
            double before = lowest;
            piece(text, text.getBytes(StandardCharsets.UTF_8).length * highest - 0.1);
            lowest = before;
            return this;
        }

        private Builder score(String text, double score) {
            expect(Double.isFinite(score), "piece %s has the score %s", count, score);
            int named = Decoding.namedByte(text);
            if (named >= 0) {
                bytes[named] = count;
            }
            lowest = Math.min(lowest, score);
            scores[count++] = score;
            return this;
        }

        /** A piece that no text holds: control, unused, a byte. */
        Builder outside(String text) {
            double before = lowest;
            score(text, 0);
            lowest = before;
            return this;
        }

        Builder unknown(int id) {
            unknown = id;
            return this;
        }

        Builder fallback(boolean toBytes) {
            fallback = toBytes;
            return this;
        }

        /** Sums as SentencePiece has them, which differ in their last bits. */
        Builder singlePrecision() {
            singlePrecision = true;
            return this;
        }

        Unigram build() {
            double score = singlePrecision ? (float) lowest - (float) UNKNOWN_PENALTY : lowest - UNKNOWN_PENALTY;
            return new Unigram(trie, scores, score, unknown, fallback ? bytes : new int[0], singlePrecision);
        }
    }

    /** The best way to every place in a text; the arrays serve one text after another. */
    private final class Path implements StretchEncoder {

        private double[] best = new double[64];
        private int[] from = new int[64];
        private int[] token = new int[64];
        private final IntList ends = new IntList();

        @Override
        public void encode(byte[] text, int begin, int end, IntList into) {
            int size = end - begin;
            if (size >= best.length) {
                best = new double[Math.max(size + 1, best.length * 2)];
                from = new int[best.length];
                token = new int[best.length];
            }
            Arrays.fill(from, 0, size + 1, -1);
            best[0] = 0;
            for (int at = 0; at < size;) {
                int length = Utf8.decode(text, begin + at, end) & 7;
                if (!pieces(text, begin, at, end, length)) {
                    expect(unknown != NO_UNKNOWN, "a character has no piece, and there is no unknown one");
                    double sum = best[at] + unknownScore;
                    offer(at, at + length, unknown, singlePrecision ? (float) sum : sum);
                }
                at += length;
            }
            ends.clear();
            for (int at = size; at > 0; at = from[at]) {
                ends.add(at);
            }
            emit(text, begin, into);
        }

        /** Offers the pieces that begin at a place; true when one of them is the character there. */
        private boolean pieces(byte[] text, int begin, int at, int end, int length) {
            boolean single = false;
            int node = 0;
            for (int i = begin + at; i < end; i++) {
                node = trie.step(node, text[i] & 0xFF);
                if (node == Trie.NONE) {
                    break;
                }
                int id = trie.value(node);
                if (id != Trie.NONE) {
                    offer(at, i + 1 - begin, id, best[at] + scores[id]);
                    single |= i + 1 - begin - at == length;
                }
            }
            return single;
        }

        /** SentencePiece keeps the sum in single precision but compares before that. */
        private void offer(int at, int to, int id, double sum) {
            if (from[to] < 0 || sum > best[to]) {
                best[to] = singlePrecision ? (float) sum : sum;
                from[to] = at;
                token[to] = id;
            }
        }

        private void emit(byte[] text, int begin, IntList into) {
            for (int i = ends.size() - 1; i >= 0; i--) {
                int start = from[ends.get(i)];
                if (unknown == NO_UNKNOWN || token[ends.get(i)] != unknown) {
                    into.add(token[ends.get(i)]);
                    continue;
                }
                while (i > 0 && token[ends.get(i - 1)] == unknown) {
                    i--;
                }
                if (!toBytes(text, begin + start, begin + ends.get(i), into)) {
                    into.add(unknown);
                }
            }
        }

        private boolean toBytes(byte[] text, int start, int stop, IntList into) {
            for (int i = start; i < stop && bytes.length > 0; i++) {
                if (bytes[text[i] & 0xFF] < 0) {
                    return false;
                }
            }
            for (int i = start; i < stop && bytes.length > 0; i++) {
                into.add(bytes[text[i] & 0xFF]);
            }
            return bytes.length > 0;
        }
    }
}
