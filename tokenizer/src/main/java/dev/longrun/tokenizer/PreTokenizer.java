package dev.longrun.tokenizer;

import java.util.ArrayList;
import java.util.List;

/** Cuts text into pieces that become tokens one by one, as Hugging Face's pre-tokenizer does. Immutable. */
interface PreTokenizer {

    /**
     * A piece of text.
     *
     * @param text it
     * @param first that it begins where the whole text began
     */
    record Piece(String text, boolean first) { }

    /** Appends what becomes of one piece. */
    void split(Piece piece, List<Piece> into);

    /** A space before a piece that begins with none (ByteLevel's add_prefix_space). */
    record PrefixSpace() implements PreTokenizer {
        @Override
        public void split(Piece piece, List<Piece> into) {
            into.add(piece.text.startsWith(" ") ? piece : new Piece(" " + piece.text, piece.first));
        }
    }

    /** Cuts at what a finder finds. */
    record Split(Finder finder, Behavior behavior) implements PreTokenizer {
        @Override
        public void split(Piece piece, List<Piece> into) {
            for (Span span : behavior.arrange(finder.find(piece.text))) {
                if (span.from() < span.end()) {
                    into.add(new Piece(piece.text.substring(span.from(), span.end()), piece.first && span.from() == 0));
                }
            }
        }
    }

    /**
     * Spaces as a visible character (U+2581), which may also stand before the text, and pieces that begin with it.
     *
     * @param mark the character
     * @param prepend when it stands before the text
     * @param split whether pieces are made
     */
    record Metaspace(String mark, Prepend prepend, boolean split) implements PreTokenizer {

        /** When the mark stands before a piece that does not begin with it. */
        enum Prepend { ALWAYS, FIRST, NEVER }

        @Override
        public void split(Piece piece, List<Piece> into) {
            String text = piece.text.replace(" ", mark);
            boolean prefixed = prepend == Prepend.ALWAYS || prepend == Prepend.FIRST && piece.first;
            text = prefixed && !text.startsWith(mark) ? mark + text : text;
            if (split) {
                new Split(Finder.literal(mark), Behavior.MERGED_WITH_NEXT).split(new Piece(text, piece.first), into);
            } else {
                into.add(new Piece(text, piece.first));
            }
        }
    }

    /** What steps one after another make of a text. */
    static List<Piece> all(List<PreTokenizer> steps, Piece text) {
        List<Piece> pieces = List.of(text);
        for (PreTokenizer step : steps) {
            List<Piece> next = new ArrayList<>();
            for (Piece piece : pieces) {
                step.split(piece, next);
            }
            pieces = next;
        }
        return pieces;
    }
}
