package dev.longrun.text;

import dev.longrun.tokenizer.Utf8;
import java.util.Optional;

/**
 * A document that was read.
 *
 * @param problem why it is no text
 * @param digest of its bytes
 * @param length in bytes
 * @param cut where it is cut if documents are split by position
 * @param bytes its text if it is still held
 */
record Examined(Optional<String> problem, Digest digest, int length, int cut, Optional<byte[]> bytes) {

    private static final Digest NONE = new Digest(0, 0);

    static Examined skipped(String problem) {
        return new Examined(Optional.of(problem), NONE, 0, 0, Optional.empty());
    }

    /** The cut lies at the boundary of characters at or before length x (1 - share). */
    static Examined of(byte[] bytes, double validationShare) {
        Optional<String> problem = TextCheck.problem(bytes);
        if (problem.isPresent()) {
            return skipped(problem.get());
        }
        int cut = Utf8.boundary(bytes, (int) (bytes.length * (1 - validationShare)), bytes.length);
        return new Examined(problem, Digest.of(bytes), bytes.length, cut, Optional.of(bytes));
    }

    Examined withoutBytes() {
        return new Examined(problem, digest, length, cut, Optional.empty());
    }
}
