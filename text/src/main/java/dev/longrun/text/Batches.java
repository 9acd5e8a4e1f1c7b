package dev.longrun.text;

/**
 * Training sequences without end. Sequence i of an epoch is the window of context + 1 tokens that begins at token
 * i x context, so each token of the shard is a target once an epoch (but for the first, and for the last ones that do
 * not fill a window). Each epoch takes the windows in a permutation of its own, computed from seed and epoch, so that
 * the number of sequences taken is the whole state.
 */
public final class Batches {

    private final Tokens tokens;
    private final int context;
    private final long seed;
    private final long sequences;
    private final int[] window;
    private Permutation permutation;
    private long epoch;

    /** Throws TextException when the shard is shorter than one window. For one thread at a time. */
    public Batches(Tokens tokens, int context, long seed) {
        this.tokens = tokens;
        this.context = context;
        this.seed = seed;
        sequences = (tokens.size() - 1) / context;
        window = new int[context + 1];
        if (sequences < 1) {
            throw new TextException("the training text is " + tokens.size() + " tokens, fewer than one sequence of "
                + context + "; give more text or a shorter context");
        }
        permutation = new Permutation(sequences, seed, epoch);
    }

    /** Sequences in one epoch. */
    public long sequences() {
        return sequences;
    }

    /**
     * Fills in the sequences {@code position} to {@code position + count - 1}, counted from the start of the run.
     *
     * @param tokens_BT filled with the first context tokens of each window, [count, context]
     * @param targets_BT filled with the token that follows each, [count, context]
     */
    public void fill(long position, int count, int[] tokens_BT, int[] targets_BT) {
        for (int b = 0; b < count; b++) {
            long place = (position + b) % sequences;
            if ((position + b) / sequences != epoch) {
                epoch = (position + b) / sequences;
                permutation = new Permutation(sequences, seed, epoch);
            }
            tokens.copy(permutation.apply(place) * context, window, 0, context + 1);
            System.arraycopy(window, 0, tokens_BT, b * context, context);
            System.arraycopy(window, 1, targets_BT, b * context, context);
        }
    }
}
