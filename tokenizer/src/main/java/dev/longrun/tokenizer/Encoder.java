package dev.longrun.tokenizer;

import java.nio.charset.StandardCharsets;

/**
 * Turns text into tokens, remembering the pieces it has met: for many texts one after another on one thread. The order
 * of the work is that of Hugging Face's tokenizers: added tokens are taken out, what stands between them is normalised,
 * those are taken out that are looked for after that, the rest is cut and given to the model.
 */
public final class Encoder {

    private final Setup setup;
    private final StretchEncoder model;
    private final boolean asItStands;

    Encoder(Setup setup) {
        this.setup = setup;
        this.model = setup.model().encoder();
        asItStands = setup.normalizer() == Normalizer.NONE && setup.cutting().isEmpty();
    }

    /** Appends the tokens of the bytes text[from, end), in which special tokens are text. */
    public void encode(byte[] text, int from, int end, IntList into) {
        boolean noneAdded = setup.raw().nothingToFind(false) && setup.normalized().nothingToFind(false);
        if (noneAdded && asItStands && setup.bytesAsTheyAre()) {
            model.encode(text, from, end, into);
        } else if (noneAdded && setup.normalizer() instanceof SentencePieceNormalizer pieces) {
            stretch(pieces.apply(text, from, end), true, into);
        } else {
            encode(Utf8.text(text, from, end), Specials.TEXT, into);
        }
    }

    /** Appends the tokens of a text; characters that UTF-8 cannot hold (lone surrogates) become '?'. */
    public void encode(String text, Specials specials, IntList into) {
        int[] before = setup.around().before();
        int[] after = setup.around().after();
        if (specials == Specials.ADDED) {
            into.addAll(before, 0, before.length);
        }
        boolean read = specials != Specials.TEXT;
        setup.raw().visit(text, read, (token, from, end) -> {
            if (token != Trie.NONE) {
                into.add(token);
                return;
            }
            String normal = setup.normalizer().apply(text.substring(from, end));
            setup.normalized().visit(normal, read, (inner, start, stop) -> {
                if (inner != Trie.NONE) {
                    into.add(inner);
                } else {
                    stretch(normal.substring(start, stop), from == 0 && start == 0, into);
                }
            });
        });
        if (specials == Specials.ADDED) {
            into.addAll(after, 0, after.length);
        }
    }

    private void stretch(String text, boolean first, IntList into) {
        if (setup.cutting().isEmpty()) {
            piece(text, into);
            return;
        }
        for (PreTokenizer.Piece piece : PreTokenizer.all(setup.cutting(), new PreTokenizer.Piece(text, first))) {
            piece(piece.text(), into);
        }
    }

    private void piece(String text, IntList into) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        model.encode(bytes, 0, bytes.length, into);
    }
}
