package dev.longrun.tokenizer;

/** Turns text into tokens by merging pairs, piece by piece, and remembers the pieces it has met. */
final class PieceEncoder implements StretchEncoder {

    /** Longer pieces are rare and mostly met once. */
    private static final int LONGEST_REMEMBERED = 64;
    private static final int MOST_BYTES = 16 << 20;

    private final BytePairs model;
    private final Merger merger;
    private final PieceTable known = new PieceTable();
    private final IntList knownTokens = new IntList();
    private final IntList knownEnds = new IntList();

    PieceEncoder(BytePairs model) {
        this.model = model;
        this.merger = new Merger(model.merges());
    }

    /** Appends the tokens of text[from, end), which begins at the beginning of a piece. */
    @Override
    public void encode(byte[] text, int from, int end, IntList into) {
        Cuts cuts = model.cuts();
        int at = from;
        while (at < end) {
            int pieceEnd = cuts.end(text, at, end);
            piece(text, at, pieceEnd, into);
            at = pieceEnd;
        }
    }

    private void piece(byte[] text, int from, int end, IntList into) {
        if (end - from > LONGEST_REMEMBERED) {
            merge(text, from, end, into);
            return;
        }
        if (known.bytesHeld() > MOST_BYTES || knownTokens.size() > MOST_BYTES) {
            known.clear();
            knownTokens.clear();
            knownEnds.clear();
        }
        int number = known.add(text, from, end, 0);
        if (number == knownEnds.size()) {
            merge(text, from, end, knownTokens);
            knownEnds.add(knownTokens.size());
        }
        int begin = number == 0 ? 0 : knownEnds.get(number - 1);
        into.addAll(knownTokens.values(), begin, knownEnds.get(number) - begin);
    }

    private void merge(byte[] text, int from, int end, IntList into) {
        int whole = model.whole().id(text, from, end);
        if (whole >= 0) {
            into.add(whole);
            return;
        }
        int[] tokens = merger.tokens(end - from);
        int count = model.alphabet().atoms(text, from, end, tokens);
        int left = count < 2 ? count : merger.merge(count);
        model.alphabet().emit(tokens, left, into);
    }
}
