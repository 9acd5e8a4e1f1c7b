package dev.longrun.text;

import dev.longrun.tokenizer.Utf8;
import java.util.Optional;

/** Tells text from what is not. */
final class TextCheck {

    private TextCheck() {
    }

    /** Why the bytes are no text, or empty when they are. */
    static Optional<String> problem(byte[] bytes) {
        if (bytes.length == 0) {
            return Optional.of("empty");
        }
        for (byte b : bytes) {
            if (b == 0) {
                return Optional.of("binary: it holds a NUL byte");
            }
        }
        return Utf8.valid(bytes, 0, bytes.length) ? Optional.empty() : Optional.of("not UTF-8 text");
    }
}
