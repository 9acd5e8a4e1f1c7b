package dev.longrun.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A scanner as a step among others. */
record ScannedSplit(Cuts cuts) implements PreTokenizer {

    @Override
    public void split(Piece piece, List<Piece> into) {
        byte[] text = piece.text().getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < text.length;) {
            int end = cuts.end(text, at, text.length);
            into.add(new Piece(new String(text, at, end - at, StandardCharsets.UTF_8), piece.first() && at == 0));
            at = end;
        }
    }
}
