package dev.longrun.text;

import java.io.IOException;

/** Takes the documents of a file in the order in which they lie there. */
interface DocumentSink {

    /** {@code path} is the document's stable name, such as {@code notes.tar.gz!2024/may.md}. */
    void document(String path, byte[] text) throws IOException;

    void skipped(String path, String reason);
}
