package dev.longrun.tokenizer;

/** From the bytes of a token to its id. Immutable once filled. */
final class TokenIndex {

    /** Finds nothing. */
    static final TokenIndex EMPTY = new TokenIndex();

    private final PieceTable pieces = new PieceTable();
    private final IntList ids = new IntList();

    /** The later of two ids for the same bytes is as if it were not there; returns false for it. */
    boolean add(byte[] bytes, int id) {
        if (bytes.length == 0 || pieces.add(bytes, 0, bytes.length, 0) < ids.size()) {
            return false;
        }
        ids.add(id);
        return true;
    }

    /** The token whose bytes are text[from, end), or -1. */
    int id(byte[] text, int from, int end) {
        int number = pieces.find(text, from, end);
        return number < 0 ? -1 : ids.get(number);
    }
}
