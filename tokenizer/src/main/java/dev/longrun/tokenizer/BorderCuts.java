package dev.longrun.tokenizer;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Cuts text where no merge can ever cross: between characters a and b of which no pair of tokens that merges has a last
 * on its left and b first on its right. So a text of any length falls into words of which most have been met before,
 * and the tokens are those of the whole.
 */
final class BorderCuts implements Cuts {

    private static final int ASCII = 128;

    private final BitSet ascii = new BitSet(ASCII * ASCII);
    private final MergeTable pairs;
    private final Joined joined;

    /** Which characters stay together though they merge with nothing. */
    interface Joined {
        boolean test(int left, int right);
    }

    /** lefts[i] may merge with rights[i]. */
    BorderCuts(int[] lefts, int[] rights, Joined joined) {
        this.joined = joined;
        long[] keys = new long[lefts.length];
        Arrays.setAll(keys, i -> (long) lefts[i] << 32 | rights[i]);
        // Words share borders: a vocabulary of 256,000 has some thousands of its own.
        keys = Arrays.stream(keys).sorted().distinct().toArray();
        int[] left = Arrays.stream(keys).mapToInt(key -> (int) (key >>> 32)).toArray();
        int[] right = Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
        pairs = new MergeTable(left, right, new int[keys.length], new int[keys.length]);
        for (int i = 0; i < keys.length; i++) {
            if (left[i] < ASCII && right[i] < ASCII) {
                ascii.set(left[i] * ASCII + right[i]);
            }
        }
    }

    @Override
    public int end(byte[] text, int at, int end) {
        int c = Utf8.decode(text, at, end);
        int next = at + (c & 7);
        while (next < end) {
            int d = Utf8.decode(text, next, end);
            if (!together(c >> 3, d >> 3)) {
                break;
            }
            c = d;
            next += d & 7;
        }
        return next;
    }

    private boolean together(int a, int b) {
        boolean merges = a < ASCII && b < ASCII ? ascii.get(a * ASCII + b) : pairs.find(a, b) != MergeTable.NONE;
        return merges || joined.test(a, b);
    }
}
