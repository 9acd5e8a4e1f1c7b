package dev.longrun.bench;

import dev.longrun.cli.InputException;
import java.util.Locale;

/** In what the peer computes. */
enum Precision {
    /** As Longrun does. */
    F32,
    /** PyTorch's autocast: products in bfloat16; weights, gradients and moments in f32. */
    BF16,
    /** Everything in bfloat16, weights, gradients and moments too: the least work, and the least exact. */
    PURE_BF16;

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Precision named(String given) {
        for (Precision precision : values()) {
            if (precision.id().equals(given)) {
                return precision;
            }
        }
        throw new InputException("--peer-precision " + given + ": should be f32, bf16 or pure-bf16");
    }
}
