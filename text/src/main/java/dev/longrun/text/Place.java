package dev.longrun.text;

import dev.longrun.tokenizer.Utf8;
import java.io.IOException;

/**
 * Where a part of a document goes.
 *
 * @param spool which side
 * @param at its first byte there
 * @param from its first byte in the document
 * @param count its bytes
 * @param truncated true when the spool is full after it, so that it may end inside a character
 */
record Place(Spool spool, long at, int from, int count, boolean truncated) {

    void write(byte[] document) throws IOException {
        int end = truncated ? Math.max(from, Utf8.boundary(document, from + count, document.length)) : from + count;
        spool.write(at, document, from, end - from);
        if (truncated) {
            spool.cutLast(from + count - end);
        }
    }
}
