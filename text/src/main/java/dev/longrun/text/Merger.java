package dev.longrun.text;

import java.util.Arrays;
import java.util.PriorityQueue;

/** Merges the tokens of one piece: the pair of lowest rank first, of equals the leftmost, until none merges. */
final class Merger {

    /** Up to here a scan for the lowest rank is faster than a queue. */
    private static final int SHORT = 48;

    private final MergeTable merges;
    private int[] tokens = new int[64];
    private int[] ranks = new int[64];

    Merger(MergeTable merges) {
        this.merges = merges;
    }

    /** Room for a piece of {@code count} tokens, which the caller then fills. */
    int[] tokens(int count) {
        if (count > tokens.length) {
            tokens = new int[Math.max(count, tokens.length * 2)];
            ranks = new int[tokens.length];
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
            ranks[i] = merges.rank(tokens[i], tokens[i + 1]);
        }
        while (left > 1) {
            int at = 0;
            for (int i = 1; i + 1 < left; i++) {
                at = ranks[i] < ranks[at] ? i : at;
            }
            if (ranks[at] == MergeTable.NONE) {
                break;
            }
            tokens[at] = merges.merged(ranks[at]);
            left--;
            System.arraycopy(tokens, at + 2, tokens, at + 1, left - at - 1);
            if (at + 1 < left) {
                System.arraycopy(ranks, at + 2, ranks, at + 1, left - at - 2);
                ranks[at] = merges.rank(tokens[at], tokens[at + 1]);
            }
            if (at > 0) {
                ranks[at - 1] = merges.rank(tokens[at - 1], tokens[at]);
            }
        }
        return left;
    }

    /** The same for long pieces: candidates (rank, place) in a queue, neighbours in a linked list. */
    private int queue(int count) {
        int[] next = new int[count];
        int[] previous = new int[count];
        PriorityQueue<Long> candidates = new PriorityQueue<>();
        for (int i = 0; i < count; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
        }
        Arrays.fill(ranks, 0, count, MergeTable.NONE);
        for (int i = 0; i + 1 < count; i++) {
            offer(candidates, i, i + 1);
        }
        while (!candidates.isEmpty()) {
            long candidate = candidates.remove();
            int at = (int) candidate;
            int rank = (int) (candidate >>> 32);
            if (ranks[at] != rank) {
                continue;
            }
            int gone = next[at];
            tokens[at] = merges.merged(rank);
            ranks[gone] = MergeTable.NONE;
            next[at] = next[gone];
            ranks[at] = MergeTable.NONE;
            if (next[at] < count) {
                previous[next[at]] = at;
                offer(candidates, at, next[at]);
            }
            if (previous[at] >= 0) {
                offer(candidates, previous[at], at);
            }
        }
        int left = 0;
        for (int i = 0; i < count; i = next[i]) {
            tokens[left++] = tokens[i];
        }
        return left;
    }

    private void offer(PriorityQueue<Long> candidates, int at, int after) {
        ranks[at] = merges.rank(tokens[at], tokens[after]);
        if (ranks[at] != MergeTable.NONE) {
            candidates.add((long) ranks[at] << 32 | at);
        }
    }
}
