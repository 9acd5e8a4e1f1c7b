package dev.longrun.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads whole documents without trusting any stated size, so that a small archive cannot fill the memory. */
final class BoundedRead {

    /** The largest document: more would not fit the heap of a small machine several times over. */
    static final int LARGEST_DOCUMENT = 256 << 20;
    static final String TOO_LARGE = "larger than " + (LARGEST_DOCUMENT >> 20)
        + " MB, the largest document inside an archive, gzip or .jsonl; unpack or split it";

    private BoundedRead() {
    }

    /** All that is left of the stream, or empty when that is more than {@code most} bytes. */
    static Optional<byte[]> read(InputStream in, int most) throws IOException {
        byte[] bytes = in.readNBytes(most);
        return bytes.length == most && in.read() >= 0 ? Optional.empty() : Optional.of(bytes);
    }
}
