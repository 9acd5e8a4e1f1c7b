package dev.longrun.text;

/** Turns text into tokens piece by piece and remembers the pieces it has met. For one thread at a time. */
final class PieceEncoder {

    /** Longer pieces are rare and mostly met once. */
    private static final int LONGEST_REMEMBERED = 64;
    private static final int MOST_BYTES = 16 << 20;

    private final int[] byteTokens;
    private final MergeTable merges;
    private final Merger merger;
    private final PieceTable known = new PieceTable();
    private final IntList knownTokens = new IntList();
    private final IntList knownEnds = new IntList();

    PieceEncoder(int[] byteTokens, MergeTable merges) {
        this.byteTokens = byteTokens;
        this.merges = merges;
        this.merger = new Merger(merges);
    }

    /** Appends the tokens of text[from, end), which begins at the beginning of a piece. */
    void encode(byte[] text, int from, int end, IntList into) {
        int at = from;
        while (at < end) {
            int pieceEnd = Pieces.end(text, at, end);
            piece(text, at, pieceEnd, into);
            at = pieceEnd;
        }
    }

    private void piece(byte[] text, int from, int end, IntList into) {
        int length = end - from;
        if (length == 1) {
            into.add(byteTokens[text[from] & 0xFF]);
            return;
        }
        if (length > LONGEST_REMEMBERED) {
            int count = merge(text, from, end);
            into.addAll(merger.tokens(count), 0, count);
            return;
        }
        if (known.bytesHeld() > MOST_BYTES) {
            known.clear();
            knownTokens.clear();
            knownEnds.clear();
        }
        int number = known.add(text, from, end, 0);
        if (number == knownEnds.size()) {
            int count = merge(text, from, end);
            knownTokens.addAll(merger.tokens(count), 0, count);
            knownEnds.add(knownTokens.size());
        }
        int begin = number == 0 ? 0 : knownEnds.get(number - 1);
        into.addAll(knownTokens.values(), begin, knownEnds.get(number) - begin);
    }

    private int merge(byte[] text, int from, int end) {
        int[] tokens = merger.tokens(end - from);
        for (int i = from; i < end; i++) {
            tokens[i - from] = byteTokens[text[i] & 0xFF];
        }
        return merges.size() == 0 ? end - from : merger.merge(end - from);
    }
}
