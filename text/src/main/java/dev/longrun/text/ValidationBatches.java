package dev.longrun.text;

import dev.longrun.tokenizer.Tokenizer;
import java.util.Arrays;

/**
 * One full pass over the validation text, the same every time: windows one behind another, every token after the first
 * a target exactly once. The separator of documents is no target (-1), so the nats over all targets are those of the
 * raw text: bits per byte = nats / (ln 2 x {@link #bytes()}).
 */
public final class ValidationBatches {

    private static final int NOT_COUNTED = -1;

    private final Tokens tokens;
    private final int endOfText;
    private final int context;
    private final long targets;
    private final long bytes;

    /** Counts the targets and their bytes by reading the shard once. */
    public ValidationBatches(Tokens tokens, Tokenizer tokenizer, int context) {
        this.tokens = tokens;
        this.endOfText = tokenizer.endOfText();
        this.context = context;
        int[] some = new int[1 << 16];
        long counted = 0;
        long countedBytes = 0;
        for (long at = 1; at < tokens.size(); at += some.length) {
            int count = (int) Math.min(some.length, tokens.size() - at);
            tokens.copy(at, some, 0, count);
            for (int i = 0; i < count; i++) {
                counted += some[i] == endOfText ? 0 : 1;
                countedBytes += tokenizer.byteCount(some[i]);
            }
        }
        targets = counted;
        bytes = countedBytes;
    }

    /** How many sequences the pass takes. */
    public long sequences() {
        return (tokens.size() - 1 + context - 1) / context;
    }

    /** Targets that count in the whole pass. */
    public long targets() {
        return targets;
    }

    /** Raw bytes that these targets stand for. */
    public long bytes() {
        return bytes;
    }

    /**
     * Fills in the sequences {@code first} to {@code first + count - 1}; what lies beyond the end of the text is the
     * separator with targets that do not count.
     *
     * @param tokens_BT filled, [count, context]
     * @param targets_BT filled, [count, context]
     */
    public void fill(long first, int count, int[] tokens_BT, int[] targets_BT) {
        int[] window = new int[context + 1];
        for (int b = 0; b < count; b++) {
            long from = (first + b) * context;
            int there = Math.clamp(tokens.size() - from, 0, context + 1);
            Arrays.fill(window, endOfText);
            tokens.copy(from, window, 0, there);
            for (int t = 0; t < context; t++) {
                tokens_BT[b * context + t] = window[t];
                targets_BT[b * context + t] = window[t + 1] == endOfText ? NOT_COUNTED : window[t + 1];
            }
        }
    }
}
