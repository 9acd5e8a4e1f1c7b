package dev.longrun.text;

/**
 * An interpolated n-gram model of bytes with Witten-Bell smoothing (Witten and Bell 1991):
 * p_k(w|h) = (c(h,w) + t(h) p_(k-1)(w)) / (c(h) + t(h)), where h are the k - 1 symbols before w, c counts and t(h) is
 * the number of distinct symbols seen after h; p_0 is uniform, and a context never seen leaves p as it is. Contexts do
 * not reach across the beginning of a document.
 */
final class NGram {

    /** Keys are packed bytes: seven and the table's spare bit fit a long. */
    private static final int LONGEST_ORDER = 7;
    private static final int TOTAL_SHIFT = 32;

    private final int order;
    private final int symbols;
    // grams[k]: strings of k bytes with their counts; contexts[k]: the k - 1 bytes before, total << 32 | distinct.
    private final CountTable[] grams;
    private final CountTable[] contexts;

    /** {@code order} is 1 to 7, the context one less; {@code symbols} is how many distinct bytes there can be. */
    NGram(int order, int symbols) {
        if (order < 1 || order > LONGEST_ORDER) {
            throw new IllegalArgumentException("order " + order + ": must be 1 to " + LONGEST_ORDER);
        }
        this.order = order;
        this.symbols = symbols;
        grams = new CountTable[order + 1];
        contexts = new CountTable[order + 1];
        for (int k = 1; k <= order; k++) {
            grams[k] = new CountTable();
            contexts[k] = new CountTable();
        }
    }

    /** Distinct strings of full length met so far: what the memory goes to. */
    int distinct() {
        return grams[order].size();
    }

    /** Counts a document. */
    void add(byte[] text, int from, int end) {
        long history = 0;
        for (int i = from; i < end; i++) {
            history = history << 8 | text[i] & 0xFF;
            // Only the longest string that ends here is counted; the shorter ones follow from it in finish().
            int k = Math.min(order, i - from + 1);
            grams[k].add(history & mask(k), 1);
        }
    }

    /** To be called once, after the last document. */
    void finish() {
        for (int k = order; k >= 1; k--) {
            CountTable shorter = k > 1 ? grams[k - 1] : null;
            CountTable before = contexts[k];
            long mask = mask(k - 1);
            grams[k].each((key, count) -> {
                before.add(key >>> 8, (count << TOTAL_SHIFT) + 1);
                if (shorter != null) {
                    shorter.add(key & mask, count);
                }
            });
        }
    }

    /** The surprise of a document in nats. */
    double nats(byte[] text, int from, int end) {
        double nats = 0;
        long history = 0;
        for (int i = from; i < end; i++) {
            int symbol = text[i] & 0xFF;
            nats -= Math.log(probability(history, Math.min(order - 1, i - from), symbol));
            history = history << 8 | symbol;
        }
        return nats;
    }

    private double probability(long history, int length, int symbol) {
        double p = 1.0 / symbols;
        for (int k = 1; k <= length + 1; k++) {
            long context = history & mask(k - 1);
            long seen = contexts[k].sum(context);
            if (seen == 0) {
                break;
            }
            long total = seen >>> TOTAL_SHIFT;
            long distinct = seen & 0xFFFFFFFFL;
            p = (grams[k].sum(context << 8 | symbol) + distinct * p) / (total + distinct);
        }
        return p;
    }

    private static long mask(int bytes) {
        return (1L << 8 * bytes) - 1;
    }
}
