package dev.longrun.text;

import dev.longrun.tokenizer.Utf8;
import java.util.Optional;

/**
 * A document that was read.
 *
 * @param problem why it is no text
 * @param digest of its bytes
 * @param length in bytes
 * @param sketch to find others like it by, where it was asked for
 * @param cut where it is cut if documents are split by position
 * @param bytes its text if it is still held
 */
record Examined(Optional<String> problem, Digest digest, Optional<Sketch> sketch, int length, int cut,
    Optional<byte[]> bytes) {

    private static final Digest NONE = new Digest(0, 0);

    static Examined skipped(String problem) {
        return new Examined(Optional.of(problem), NONE, Optional.empty(), 0, 0, Optional.empty());
    }

    /** The cut lies at the boundary of characters at or before length x (1 - share). */
    static Examined of(byte[] bytes, DatasetSpec spec) {
        Optional<String> problem = TextCheck.problem(bytes);
        if (problem.isPresent()) {
            return skipped(problem.get());
        }
        int cut = Utf8.boundary(bytes, (int) (bytes.length * (1 - spec.validationShare())), bytes.length);
        Optional<Sketch> sketch = spec.deduplication() == Deduplication.NEAR ? Optional.of(Sketch.of(bytes))
            : Optional.empty();
        return new Examined(problem, Digest.of(bytes), sketch, bytes.length, cut, Optional.of(bytes));
    }

    Examined withoutBytes() {
        return new Examined(problem, digest, sketch, length, cut, Optional.empty());
    }
}
