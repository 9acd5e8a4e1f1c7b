package dev.longrun.tokenizer;

/** Merges the tokens of one piece: the pair of lowest rank first, of equals the leftmost, until none merges. */
final class Merger {

    /** Up to here a scan for the lowest rank is faster than a queue. */
    private static final int SHORT = 48;

    private final MergeTable merges;
    private final LongHeap candidates = new LongHeap();
    private int[] tokens = new int[64];
    private long[] pairs = new long[64];

    Merger(MergeTable merges) {
        this.merges = merges;
    }

    /** Room for a piece of {@code count} tokens, which the caller then fills. */
    int[] tokens(int count) {
        if (count > tokens.length) {
            tokens = new int[Math.max(count, tokens.length * 2)];
            pairs = new long[tokens.length];
        }
        return tokens;
    }

    /** Merges the first {@code count} of {@link #tokens} in place and returns how many are left. */
    int merge(int count) {
        return count <= SHORT ? scan(count) : queue(count);
    }

    private int scan(int count) {
        int left = count;
        for (int i = 0; i + 1 < left; i++) {
            pairs[i] = merges.find(tokens[i], tokens[i + 1]);
        }
        while (left > 1) {
            int at = 0;
            for (int i = 1; i + 1 < left; i++) {
                at = pairs[i] >>> 32 < pairs[at] >>> 32 ? i : at;
            }
            if (pairs[at] == MergeTable.NONE) {
                break;
            }
            tokens[at] = MergeTable.merged(pairs[at]);
            left--;
            System.arraycopy(tokens, at + 2, tokens, at + 1, left - at - 1);
            if (at + 1 < left) {
                System.arraycopy(pairs, at + 2, pairs, at + 1, left - at - 2);
                pairs[at] = merges.find(tokens[at], tokens[at + 1]);
            }
            if (at > 0) {
                pairs[at - 1] = merges.find(tokens[at - 1], tokens[at]);
            }
        }
        return left;
    }

    /** The same for long pieces: candidates (rank, place) in a heap, neighbours in a linked list. */
    private int queue(int count) {
        int[] next = new int[count];
        int[] previous = new int[count];
        candidates.clear();
        for (int i = 0; i < count; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
        }
        pairs[count - 1] = MergeTable.NONE;
        for (int i = 0; i + 1 < count; i++) {
            offer(i, i + 1);
        }
        while (!candidates.isEmpty()) {
            long candidate = candidates.remove();
            int at = (int) candidate;
            if (pairs[at] == MergeTable.NONE || pairs[at] >>> 32 != candidate >>> 32) {
                continue;
            }
            int gone = next[at];
            tokens[at] = MergeTable.merged(pairs[at]);
            pairs[gone] = MergeTable.NONE;
            next[at] = next[gone];
            pairs[at] = MergeTable.NONE;
            if (next[at] < count) {
                previous[next[at]] = at;
                offer(at, next[at]);
            }
            if (previous[at] >= 0) {
                offer(previous[at], at);
            }
        }
        int left = 0;
        for (int i = 0; i < count; i = next[i]) {
            tokens[left++] = tokens[i];
        }
        return left;
    }

    private void offer(int at, int after) {
        pairs[at] = merges.find(tokens[at], tokens[after]);
        if (pairs[at] != MergeTable.NONE) {
            candidates.add(pairs[at] & 0xFFFFFFFF00000000L | at);
        }
    }
}
