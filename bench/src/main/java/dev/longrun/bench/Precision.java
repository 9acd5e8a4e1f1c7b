package dev.longrun.bench;

import dev.longrun.cli.InputException;
import java.util.Locale;

/** In what the peer computes. */
enum Precision {
    /** As Longrun does. */
    F32,
    /** Weights, gradients and moments in bfloat16: less work than Longrun's, and less exact. */
    BF16;

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Precision named(String given) {
        for (Precision precision : values()) {
            if (precision.id().equals(given)) {
                return precision;
            }
        }
        throw new InputException("--peer-precision " + given + ": should be f32 or bf16");
    }
}
