package dev.longrun.bench;

import dev.longrun.cli.InputException;
import dev.longrun.tensor.Bf16Support;
import java.util.Arrays;
import java.util.Locale;

/** In what one of the two computes. */
enum Precision {
    /** Everything in f32. */
    F32,
    /** Products in bfloat16 (PyTorch's autocast); weights, gradients and moments in f32. */
    BF16,
    /** Everything in bfloat16, weights, gradients and moments too: the least work, the least exact; PyTorch alone. */
    PURE_BF16;

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Precision ofPeer(String given) {
        return Arrays.stream(values()).filter(precision -> precision.id().equals(given)).findFirst().orElseThrow(
            () -> new InputException("--peer-precision " + given + ": should be f32, bf16 or pure-bf16"));
    }

    static Precision ofOurs(String given) {
        if (given.equals(BF16.id())) {
            Bf16Support.refusal().ifPresent(reason -> {
                throw new InputException("--precision bf16 cannot be had here: " + reason);
            });
            return BF16;
        }
        if (given.equals(F32.id())) {
            return F32;
        }
        throw new InputException("--precision " + given + ": should be f32 or bf16");
    }
}
